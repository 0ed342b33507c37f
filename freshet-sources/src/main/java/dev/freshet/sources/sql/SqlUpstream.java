package dev.freshet.sources.sql;

import dev.freshet.source.SourceException;
import dev.freshet.sources.upstream.LiveQuery;
import dev.freshet.sources.upstream.QueryModel;
import dev.freshet.sources.upstream.Upstream;
import org.jspecify.annotations.Nullable;

/// One database that is being asked.
final class SqlUpstream implements Upstream {
    private final SqlSettings settings;
    private final Dialect dialect;
    private final Connector connector;
    private final StatementRunner runner;
    private final NewsListeners news;

    SqlUpstream(SqlSettings settings, Dialect dialect, Connector connector) {
        this.settings = settings;
        this.dialect = dialect;
        this.connector = connector;
        this.runner = new StatementRunner(settings, dialect, connector);
        this.news = new NewsListeners(settings, connector);
    }

    @Override
    public LiveQuery prepare(QueryModel model) throws SourceException {
        return new SqlQuery(this, SqlQueryModel.of(model, settings, dialect));
    }

    @Override
    public String checkHealth() throws SourceException, InterruptedException {
        var answer =
                runner.run(
                        BoundSql.of(dialect.versionQuery()),
                        rows -> rows.next() ? rows.getString(1) : "");
        return dialect.version(answer);
    }

    /// The answer to a statement.
    Answer ask(BoundSql sql) throws SourceException, InterruptedException {
        return runner.run(sql, rows -> new AnswerReader(settings, dialect).read(rows));
    }

    SqlSettings settings() {
        return settings;
    }

    /// What tells of news on a channel of the database; null when there are too many others.
    @Nullable NewsListener news(String channel) {
        return news.of(channel);
    }

    @Override
    public void close() {
        news.close();
        runner.close();
        connector.close();
    }
}
