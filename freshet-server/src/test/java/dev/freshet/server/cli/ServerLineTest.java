package dev.freshet.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;

class ServerLineTest {
    @Test
    void anEmptyObjectIsAPing() {
        assertThat(ServerLine.parse("{}")).isEqualTo(new ServerLine.Ping());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":[1.10,{\"data\":2}]}",
                "12345678901234567890.10",
                "-1e400",
                "\"a\\\"ü\\u00fc\"",
                "null",
                "true",
                "[]"
            })
    void dataStaysTheTextThatItIs(String data) {
        var line = "{\"push\":{\"channel\":\"c\",\"pub\":{\"offset\":1,\"data\":" + data + "}}}";

        assertThat(ServerLine.parse(line)).isEqualTo(new ServerLine.Published("c", data));
    }

    @Test
    void repliesAreToldApart() {
        assertThat(ServerLine.parse("{\"id\":1,\"connect\":{\"client\":\"x\",\"ping\":25}}"))
                .isEqualTo(new ServerLine.Accepted(1, 25, ""));
        assertThat(ServerLine.parse("{\"id\":2,\"subscribe\":{\"data\": {\"a\":1} }}"))
                .isEqualTo(new ServerLine.Accepted(2, 0, "{\"a\":1}"));
        assertThat(
                        ServerLine.parse(
                                "{\"id\":3,\"error\":{\"code\":100,\"message\":\"m\",\"temporary\":true}}"))
                .isEqualTo(new ServerLine.Refused(3, 100, "m", true));
    }

    @Test
    void anEndedSubscriptionHasItsCode() {
        assertThat(
                        ServerLine.parse(
                                "{\"push\":{\"channel\":\"c\",\"unsubscribe\":{\"code\":2600,\"reason\":\"r\"}}}"))
                .isEqualTo(new ServerLine.Unsubscribed("c", 2600, "r"));
    }

    @Test
    void otherPushesDoNotConcernASubscriber() {
        assertThat(ServerLine.parse("{\"push\":{\"channel\":\"c\",\"join\":{\"info\":{}}}}"))
                .isEqualTo(new ServerLine.Other());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "nonsense", "{\"id\":1", "{\"push\":{\"pub\":{\"data\":}}}"})
    void whatIsNoJsonIsSaid(String line) {
        assertThatThrownBy(() -> ServerLine.parse(line)).isInstanceOf(JacksonException.class);
    }
}
