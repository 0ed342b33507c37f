/// InfluxDB 1 with InfluxQL, 2 with Flux and 3 with SQL.
///
/// [InfluxDbType] chooses by the setting `version`. For InfluxQL, `QueryBuilder` writes the query
/// of a panel, `Statement` reads what it means for following it live, and `InfluxQlQuery` asks it;
/// `FluxScript` with `FluxQuery`, `SqlStatement` with `SqlQuery` are the same for the others.
/// Answers become frames in `SeriesJoin` (one row per moment) and `TableOfRows`. Uses `upstream`
/// only. Everything is immutable, or belongs to one call.
@NullMarked
package dev.freshet.sources.influxdb;

import org.jspecify.annotations.NullMarked;
