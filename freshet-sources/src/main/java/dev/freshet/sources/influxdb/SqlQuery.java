package dev.freshet.sources.influxdb;

import dev.freshet.source.Frame;
import dev.freshet.source.SourceException;
import dev.freshet.sources.influxdb.Statement.Summary;
import dev.freshet.sources.upstream.PolledQuery;
import dev.freshet.sources.upstream.QueryModel;
import dev.freshet.sources.upstream.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/// One query in SQL.
///
/// @param panelRange what a summary is made of
record SqlQuery(SqlApi api, SqlStatement statement, boolean isTable, Duration panelRange)
        implements PolledQuery {
    static SqlQuery of(QueryModel model, InfluxSettings settings, SqlApi api)
            throws SourceException {
        var statement = SqlStatement.of(model, settings);
        statement.macros().between(Instant.EPOCH, Instant.EPOCH); // tells wrong macros now
        boolean isTable =
                ResultFormat.isTable(
                        "format", model.json().path("format").asString(""), statement.summary());
        return new SqlQuery(api, statement, isTable || statement.isShow(), model.range());
    }

    @Override
    public String identity() {
        return JsonMapper.shared()
                .writeValueAsString(
                        List.of(
                                statement.macros().text(),
                                statement.macros().interval().toMillis(),
                                isTable,
                                isSummary() ? panelRange.toMillis() : 0));
    }

    @Override
    public Shape shape() {
        return isTable ? Shape.ROWS : Shape.SERIES;
    }

    @Override
    public Duration step() {
        return statement.macros().hasBuckets() ? statement.macros().interval() : Duration.ZERO;
    }

    @Override
    public Duration completeAfter() {
        return step();
    }

    @Override
    public Frame fetch(TimeRange range) throws SourceException, InterruptedException {
        var from = isSummary() ? range.to().minus(panelRange) : range.from();
        var answer = new SqlAnswer(api, api.rows(statement.macros().between(from, range.to())));
        return isTable
                ? answer.table(isSummary() || statement.isShow())
                : answer.series(isSummary() ? range.to().minusMillis(1) : null);
    }

    private boolean isSummary() {
        return statement.summary() != Summary.NONE;
    }
}
