package dev.freshet.server.push;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.freshet.server.frame.FrameJson;
import dev.freshet.server.frame.FrameJsonReader;
import dev.freshet.server.frame.InvalidFrameJson;
import dev.freshet.server.managedstream.FrameForChannel;
import dev.freshet.source.Field;
import dev.freshet.source.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class TelegrafBodiesTest {
    record Body(String file, int metrics) {}

    static Stream<Body> bodies() {
        List<Body> bodies = new ArrayList<>();
        JsonNode index = new JsonMapper().readTree(Push.telegraf("index.json"));
        for (JsonNode file : index.get("files")) {
            if (file.get("encoding").asString().equals("plain") && file.has("metrics")) {
                bodies.add(new Body(file.get("file").asString(), file.get("metrics").asInt()));
            }
        }
        return bodies.stream();
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void everyBodyIsReadCompletely(Body body) throws InvalidFrameJson {
        PushResult result = Push.convert(Push.telegraf(body.file()), Push.LABELS);

        assertThat(result.refused()).isFalse();
        int values = 0;
        for (FrameForChannel frame : result.frames()) {
            values += values(frame.frame());
            assertThat(FrameJsonReader.read(FrameJson.full(frame.frame())))
                    .isEqualTo(frame.frame());
        }
        if (!body.file().equals("shapes.lp")) {
            assertThat(result.lines()).isEqualTo(body.metrics());
            assertThat(values).isEqualTo(fields(body));
        }
    }

    /// How many values of fields the frame holds, null ones not counted.
    private static int values(Frame frame) {
        int values = 0;
        for (Field field : frame.fields().subList(2, frame.fields().size())) {
            for (int row = 0; row < frame.rows(); row++) {
                values += field.column().isNull(row) ? 0 : 1;
            }
        }
        return values;
    }

    /// How many fields the body has; in these bodies no string holds an equals sign or a comma.
    private static int fields(Body body) {
        return new String(Push.telegraf(body.file()), UTF_8)
                .lines()
                .map(line -> line.replace("\\ ", "_").replaceAll("\"[^\"]*\"", "s"))
                .mapToInt(line -> line.split(" ", 3)[1].split("=", -1).length - 1)
                .sum();
    }

    /// Telegraf's measurement `system` comes as three lines of one series and time; as rows of
    /// their own they would overwrite each other in Grafana's panels, with nulls.
    @Test
    void linesOfOneSeriesAndTimeShareARow() {
        PushResult result = Push.convert(Push.telegraf("batch-02.lp"), Push.LABELS);

        assertThat(data(result, "system"))
                .startsWith(
                        "{\"values\":[[\"host=host-a\"],[1795314821000],[14.63],[9.82],[10.23],")
                .doesNotContain("null");
    }

    @ParameterizedTest
    @EnumSource(FrameFormat.class)
    void numbersAreThoseOfTheText(FrameFormat format) {
        String body = new String(Push.telegraf("batch-02.lp"), UTF_8);
        PushResult result = Push.convert(body, PushOptions.of(format, "telegraf", Push.NOW));

        String json = String.join("\n", result.frames().stream().map(this::text).toList());

        assertThat(json)
                .contains("84.84848484849529", "23.935503094493075", "35184372087808")
                .contains("0.9900990099012008", "12.516903599289778", "270553174016");
    }

    @Test
    void theShapesThatAgentsMaySendAreAllThere() {
        PushResult result = Push.convert(Push.telegraf("shapes.lp"), Push.LABELS);

        assertThat(result.frames())
                .extracting(FrameForChannel::measurement, FrameForChannel::channelPath)
                .contains(tuple("esc,aped name", "esc=2Caped=20name"))
                .contains(tuple("slash/name.with-dots", "slash/name.with-dots"));
        assertThat(data(result, "esc,aped name"))
                .isEqualTo(
                        """
                        {"values":[["{host=\\"host-a\\", tag key=\\"tag,value=with all\\"}"],[1795314000000],\
                        [1],["say \\"hi\\" \\\\ back"]]}\
                        """);
        assertThat(data(result, "types"))
                .isEqualTo(
                        """
                        {"values":[["host=host-a"],[1795314000000],[9223372036854776000],[1.2e-7],[1.5],\
                        [false],[false],[-42],[-0],["text"],[true],[true]]}\
                        """);
        assertThat(data(result, "unicode"))
                .isEqualTo(
                        """
                        {"values":[["city=Zürich, emoji=🚦, host=host-a"],[1795314000000],[21.5],["ñ 日本語"]]}\
                        """);
        assertThat(data(result, "multiline")).contains("[\"first line\\nsecond line\"]");
        assertThat(data(result, "typeflip")).endsWith("[1,1.5,null]]}");
        assertThat(data(result, "outoforder")).contains("[1795314005000,1795314004000]");
        assertThat(data(result, "emptystring")).endsWith("[1],[\"\"]]}");
        assertThat(data(result, "sameseries")).endsWith("[1,2,4],[null,3,null]]}");
    }

    @Test
    void telegrafsJsonIsRefused() {
        PushResult result = Push.convert(Push.telegraf("telegraf-json.json"), Push.LABELS);

        assertThat(result.refused()).isTrue();
        assertThat(result.errors().getFirst().sentence())
                .isEqualTo(
                        "Line 1, column 1: this is JSON, not line protocol; set data_format ="
                                + " \"influx\" in the agent's output");
    }

    @Test
    void aMergedRetryBecomesOneFramePerMeasurementWithAllItsTimes() {
        PushResult result = Push.convert(Push.telegraf("after-three-refusals.lp"), Push.WIDE);

        Frame cpu =
                result.frames().stream()
                        .filter(frame -> frame.measurement().equals("cpu"))
                        .findFirst()
                        .orElseThrow()
                        .frame();
        assertThat(cpu.rows()).isEqualTo(3);
        assertThat(cpu.fields()).hasSize(31);
    }

    private String text(FrameForChannel frame) {
        return new String(FrameJson.dataOnly(frame.frame()), UTF_8);
    }

    private String data(PushResult result, String measurement) {
        for (FrameForChannel frame : result.frames()) {
            if (frame.measurement().equals(measurement)) {
                String json = text(frame);
                return json.substring("{\"data\":".length(), json.length() - 1);
            }
        }
        throw new AssertionError("No frame " + measurement);
    }
}
