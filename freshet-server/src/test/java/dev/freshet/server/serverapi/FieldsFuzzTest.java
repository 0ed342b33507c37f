package dev.freshet.server.serverapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Objects;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class FieldsFuzzTest {
    private static final JsonMapper ORACLE =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(600)
                                                    .maxStringLength(Integer.MAX_VALUE)
                                                    .build())
                                    .build())
                    .build();

    /// What is read by offsets means the same to a parser that builds objects.
    @FuzzTest
    void acceptedValuesAreThoseOfTheBody(byte[] body) {
        if (body.length > 0 && Fields.parse(body) instanceof Fields.Parsed.Valid(Fields fields)) {
            var whole = ORACLE.readTree(body);
            if (!fields.isWrong()) {
                compare(fields, whole);
            }
        }
    }

    private static void compare(Fields fields, JsonNode whole) {
        for (var member : whole.properties()) {
            var data = Objects.requireNonNull(fields.data(member.getKey()));
            assertThat(ORACLE.readTree(data.toByteArray())).isEqualTo(member.getValue());
            if (member.getValue().isString()) {
                assertThat(fields.text(member.getKey())).isEqualTo(member.getValue().stringValue());
            }
            if (member.getValue().isObject()) {
                var inner = fields.object(member.getKey());
                if (inner != null && !fields.isWrong()) {
                    compare(inner, member.getValue());
                }
            }
        }
    }
}
