/// Databases as data sources, over JDBC: PostgreSQL, MySQL and MariaDB, SQLite.
///
/// Begin with [SqlType]. A query's text goes through [SqlText] (quotes, one statement only) and
/// [SqlTemplate] (macros); [StatementRunner] runs it on a platform thread in a transaction that may
/// only read; [AnswerReader] takes the rows within limits, and [SeriesFrames] or [TableFrames] make
/// frames of them. What differs between databases stands in the implementations of [Dialect].
@NullMarked
package dev.freshet.sources.sql;

import org.jspecify.annotations.NullMarked;
