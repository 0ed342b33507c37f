package dev.freshet.server.query;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.plugins.QueryReply;
import dev.freshet.server.query.AnswerJson.Result;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class PluginFramesTest {
    /// Each was written by Grafana's SDK in both forms.
    @ParameterizedTest
    @ValueSource(strings = {"load", "plain", "nullable", "empty", "norows"})
    void anArrowFrameBecomesTheJsonThatTheSdkWrites(String name) throws IOException {
        var result = of(QueryReply.Format.ARROW, file(name + ".arrow"));

        var json = JsonMapper.shared().readTree(((Result.Frames) result).frames().getFirst());
        assertThat(json).isEqualTo(JsonMapper.shared().readTree(file(name + ".json")));
    }

    @Test
    void whatIsNoFrameIsAnErrorThatNamesThePlugin() {
        assertThat(of(QueryReply.Format.ARROW, "ARROW1".getBytes(UTF_8)))
                .isInstanceOfSatisfying(
                        Result.Failed.class,
                        failed ->
                                assertThat(failed.message())
                                        .startsWith(
                                                "Plugin \"p\" answered with a frame that is no"));
        assertThat(of(QueryReply.Format.JSON, "{".getBytes(UTF_8)))
                .isInstanceOfSatisfying(
                        Result.Failed.class,
                        failed ->
                                assertThat(failed.message())
                                        .startsWith("Plugin \"p\" answered with broken JSON"));
    }

    private static Result of(QueryReply.Format format, byte[] frame) {
        return PluginFrames.of(
                "p", new QueryReply.Answer(List.of(frame), format, "", null, 200, ""));
    }

    private static byte[] file(String name) throws IOException {
        try (var in = QueryReply.class.getResourceAsStream("/arrow/" + name)) {
            return Objects.requireNonNull(in).readAllBytes();
        }
    }
}
