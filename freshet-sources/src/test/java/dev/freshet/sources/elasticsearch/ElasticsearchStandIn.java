package dev.freshet.sources.elasticsearch;

import dev.freshet.sources.fixture.HttpStandIn;
import dev.freshet.sources.fixture.HttpStandIn.Answer;
import dev.freshet.sources.fixture.HttpStandIn.Request;
import java.io.IOException;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Answers as Elasticsearch's published API says, where it differs from OpenSearch: no server of it
/// is to be had for tests.
final class ElasticsearchStandIn implements AutoCloseable {
    private static final String INFO =
            """
            {"name":"node-1","cluster_name":"docker-cluster","cluster_uuid":"x",
             "version":{"number":"8.15.2","build_flavor":"default","build_type":"docker",
              "lucene_version":"9.11.1","minimum_wire_compatibility_version":"7.17.0"},
             "tagline":"You Know, for Search"}
            """;
    private static final String CAPABILITIES =
            """
            {"indices":["logs-1","logs-2"],"fields":{"@timestamp":{"date":
             {"type":"date","metadata_field":false,"searchable":true,"aggregatable":true}}}}
            """;
    private static final String BUCKETS =
            """
            {"took":3,"timed_out":false,"_shards":{"total":2,"successful":2,"skipped":0,"failed":0},
             "hits":{"total":{"value":1,"relation":"gte"},"max_score":null,"hits":[]},
             "aggregations":{"9":{"buckets":[
              {"key_as_string":"1000000000000","key":1000000000000,"doc_count":7}]}}}
            """;

    /// A query of the number of documents.
    static final String COUNT =
            """
            {"query":"status:500","metrics":[{"id":"1","type":"count"}],"bucketAggs":[
             {"type":"date_histogram","id":"9","field":"@timestamp","settings":{"interval":"auto"}}]}
            """;

    private final HttpStandIn server;
    private volatile @Nullable Answer answer;
    private volatile boolean isSilent;
    private volatile String info = INFO;

    ElasticsearchStandIn() throws IOException {
        this.server = new HttpStandIn(this::answer);
    }

    private @Nullable Answer answer(Request request) {
        var told = answer;
        if (isSilent || told != null) {
            return told;
        }
        return switch (request.path().replaceFirst("^/[^/]*/", "/")) {
            case "/" -> Answer.json(info);
            case "/_field_caps" -> Answer.json(CAPABILITIES);
            case "/_search" -> Answer.json(BUCKETS);
            default -> Answer.json(404, "{\"error\":\"no handler found\"}");
        };
    }

    String url() {
        return server.url();
    }

    /// From now on every request gets this answer.
    void answer(int status, String body) {
        answer = new Answer(status, "application/json", body);
    }

    /// From now on a search gets the usual answer with this change.
    void answerSearch(UnaryOperator<String> change) {
        answer(200, change.apply(BUCKETS));
    }

    void version(String version) {
        info = INFO.replace("8.15.2", version);
    }

    void beSilent() {
        isSilent = true;
    }

    List<Request> requests() {
        return server.requests();
    }

    JsonNode lastBody() {
        return JsonMapper.shared().readTree(server.requests().getLast().body());
    }

    @Override
    public void close() {
        server.close();
    }
}
