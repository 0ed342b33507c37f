package dev.freshet.server.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.freshet.server.channel.Json;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;

class PublishBodyFuzzTest {
    private static final JsonMapper ORACLE =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(600)
                                                    .build())
                                    .build())
                    .build();

    /// What is accepted means the same to a parser that builds objects, and holds no line break.
    @FuzzTest
    void acceptedDataIsOneJsonValue(byte[] body) {
        if (PublishBody.parse(body)
                instanceof PublishBody.Parsed.Valid(String channel, Json data)) {
            var whole = ORACLE.readTree(body);
            assertThat(whole.get("channel").stringValue()).isEqualTo(channel);
            assertThat(ORACLE.readTree(data.bytes())).isEqualTo(whole.get("data"));
            assertThat(data.toString()).doesNotContain("\n", "\r");
        }
    }
}
