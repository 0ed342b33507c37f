package dev.freshet.sources.sql;

import dev.freshet.source.DataSource;
import dev.freshet.source.SourceException;
import dev.freshet.sources.upstream.Upstream;
import dev.freshet.sources.upstream.UpstreamContext;
import dev.freshet.sources.upstream.UpstreamType;
import java.util.List;
import java.util.Set;

/// A kind of database that is asked in SQL.
public final class SqlType implements UpstreamType {
    private final Dialect dialect;

    private SqlType(Dialect dialect) {
        this.dialect = dialect;
    }

    /// PostgreSQL and what speaks its protocol.
    public static SqlType postgres() {
        return new SqlType(new PostgresDialect());
    }

    /// MySQL and MariaDB.
    public static SqlType mysql() {
        return new SqlType(new MysqlDialect());
    }

    /// SQLite files on this machine.
    public static SqlType sqlite() {
        return new SqlType(new SqliteDialect());
    }

    /// All of them.
    public static List<SqlType> all() {
        return List.of(postgres(), mysql(), sqlite());
    }

    @Override
    public Set<String> names() {
        return dialect.names();
    }

    @Override
    public Upstream open(DataSource dataSource, UpstreamContext context) throws SourceException {
        var settings = SqlSettings.of(dataSource, context);
        return new SqlUpstream(settings, dialect, dialect.connector(settings));
    }
}
