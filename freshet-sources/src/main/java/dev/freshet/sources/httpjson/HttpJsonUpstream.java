package dev.freshet.sources.httpjson;

import dev.freshet.source.DataSource;
import dev.freshet.source.SourceException;
import dev.freshet.sources.upstream.LiveQuery;
import dev.freshet.sources.upstream.QueryModel;
import dev.freshet.sources.upstream.Upstream;
import dev.freshet.sources.upstream.UpstreamContext;
import dev.freshet.sources.upstream.UpstreamHttp;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/// One HTTP service that is being asked.
final class HttpJsonUpstream implements Upstream {
    private final DataSource dataSource;
    private final UpstreamContext context;
    private final UpstreamHttp http;

    HttpJsonUpstream(DataSource dataSource, UpstreamContext context, UpstreamHttp http) {
        this.dataSource = dataSource;
        this.context = context;
        this.http = http;
    }

    @Override
    public LiveQuery prepare(QueryModel model) throws SourceException {
        var json =
                dataSource.type().equals(InfinityMembers.TYPE)
                        ? InfinityMembers.translated(model.json())
                        : model.json();
        var members = QueryMembers.of(json);
        var settings = JsonMapper.shared().readTree(dataSource.jsonData().toBytes());
        var request =
                JsonRequest.of(
                        members,
                        http.uri("", Map.of()),
                        settings.path("queryParams").asString(""),
                        model.interval());
        request.requireUsable(http);
        return new HttpJsonQuery(http, context, dataSource.name(), members, request);
    }

    /// Asks for the data source's own address.
    @Override
    public String checkHealth() throws SourceException, InterruptedException {
        var response = http.send(http.request(http.uri("", Map.of())).GET());
        return "It answers with status " + response.statusCode();
    }

    @Override
    public void close() {
        http.close();
    }
}
