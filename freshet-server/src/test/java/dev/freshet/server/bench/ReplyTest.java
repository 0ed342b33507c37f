package dev.freshet.server.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplyTest {
    private static final String PADDING = "x".repeat(200);

    @Test
    void publicationsOfALongReplyAreCountedAndItsEndIsSeen() {
        var reply = reply(subscribed(LongStream.rangeClosed(8, 107)));

        assertThat(reply.publicationsAfter(7)).isEqualTo(100);
        assertThat(reply.text()).hasSize(4096).startsWith("{\"id\":2,\"subscribe\":{");
        assertThat(reply.end()).contains("\"recovered\":true").doesNotContain("publications");
    }

    @Test
    void whatComesBehindAHoleIsNotCounted() {
        var reply = reply(subscribed(LongStream.of(8, 9, 11, 12)));

        assertThat(reply.publicationsAfter(7)).isEqualTo(2);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "nothing missed | {\"id\":2,\"subscribe\":{\"recovered\":true,\"offset\":7}}",
                "another member | {\"a\":8}",
                "a longer name  | {\"publications\":[{\"data\":1,\"myoffset\":8}]}",
                "no number      | {\"publications\":[{\"data\":1,\"offset\":}]}",
                "others         | {\"publications\":[{\"data\":1,\"offset\":9},{\"data\":1}]}",
                "nothing at all | }",
            })
    void repliesWithoutThePublicationThatFollowsHaveNone(String what, String line) {
        assertThat(reply(line).publicationsAfter(7)).as(what).isZero();
    }

    private static String subscribed(LongStream offsets) {
        var publications =
                offsets.mapToObj(offset ->
                                "{\"data\":{\"p\":\"" + PADDING + "\"},\"offset\":" + offset + "}")
                        .collect(Collectors.joining(","));
        return "{\"id\":2,\"subscribe\":{\"publications\":["
                + publications
                + "],\"recovered\":true,\"offset\":7,\"positioned\":true}}";
    }

    /// Between other bytes, as in the loop's buffer.
    private static Reply reply(String line) {
        var bytes = Unpooled.copiedBuffer("8}" + line + ",\"offset\":8}", StandardCharsets.UTF_8);
        return new Reply(bytes, 2, 2 + line.length());
    }
}
