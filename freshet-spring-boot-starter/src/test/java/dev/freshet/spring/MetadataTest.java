package dev.freshet.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What editors show of `freshet.*`.
class MetadataTest {
    @Test
    void everyPropertyIsDescribed() throws IOException {
        var described = new TreeMap<String, String>();

        for (var property : metadata().get("properties")) {
            described.put(
                    property.get("name").stringValue(),
                    property.path("description").stringValue(""));
        }

        assertThat(described)
                .containsKeys(
                        "freshet.port",
                        "freshet.streams.sse",
                        "freshet.compression.level",
                        "freshet.limits.max-queued")
                .doesNotContainValue("");
        assertThat(described.keySet())
                .filteredOn(name -> name.startsWith("freshet.limits."))
                .hasSameSizeAs(LimitProperties.class.getRecordComponents());
        assertThat(described)
                .hasSize(
                        Arrays.asList(FreshetProperties.class.getRecordComponents()).size()
                                - 4
                                + StreamProperties.class.getRecordComponents().length
                                + CompressionProperties.class.getRecordComponents().length
                                + LimitProperties.class.getRecordComponents().length
                                + PingProperties.class.getRecordComponents().length);
    }

    private static JsonNode metadata() throws IOException {
        var file = "/META-INF/spring-configuration-metadata.json";
        try (var in = MetadataTest.class.getResourceAsStream(file)) {
            return new JsonMapper().readTree(in);
        }
    }
}
