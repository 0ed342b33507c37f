package dev.freshet.engine.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.engine.protocol.ChannelMessage;
import dev.freshet.engine.protocol.ClientInfo;
import dev.freshet.engine.protocol.Codec;
import dev.freshet.engine.protocol.ErrorReply;
import dev.freshet.engine.protocol.Payload;
import dev.freshet.engine.protocol.Publication;
import dev.freshet.engine.protocol.Push;
import dev.freshet.engine.protocol.Result;
import dev.freshet.engine.protocol.StreamPosition;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A line break inside a message would end an event in its middle: nothing that a message can hold
/// brings one in.
class EventLinesTest {
    private static final String TEXT = "a\r\nb\rc\nd";
    private static final Payload PRETTY = Payload.ofBytes("{\r\n \"a\":\r1\n}".getBytes(UTF_8));
    private static final ClientInfo INFO = new ClientInfo(TEXT, TEXT, PRETTY, PRETTY);
    private static final Publication PUBLICATION =
            Publication.of(PRETTY, INFO, 0).withTags(Map.of(TEXT, TEXT)).withPatchable(true);
    private static final Result.Subscribe SUBSCRIBED =
            new Result.Subscribe(
                    true, 1, true, TEXT, List.of(PUBLICATION), true, 1, true, PRETTY, true, false);
    private static final Result.Connect CONNECTED =
            new Result.Connect(
                    TEXT, TEXT, true, 1, PRETTY, Map.of(TEXT, SUBSCRIBED), 25, true, TEXT, TEXT, 1);

    static Stream<BiConsumer<Codec, ByteBuf>> messages() {
        return Stream.of(results(), pushes(), channelMessages()).flatMap(each -> each);
    }

    private static Stream<BiConsumer<Codec, ByteBuf>> results() {
        return Stream.of(
                        CONNECTED,
                        SUBSCRIBED,
                        new Result.Presence(Map.of(TEXT, INFO)),
                        new Result.History(List.of(PUBLICATION), new StreamPosition(1, TEXT)),
                        new Result.Rpc(PRETTY),
                        new Result.Refresh(TEXT, TEXT, true, 1))
                .map(result -> (codec, out) -> codec.writeResult(out, 1, result));
    }

    private static Stream<BiConsumer<Codec, ByteBuf>> pushes() {
        return Stream.of(
                        new Push.Subscribe(TEXT, true, TEXT, 1, true, PRETTY),
                        new Push.Unsubscribe(TEXT, 2500, TEXT),
                        new Push.Message(PRETTY),
                        new Push.Connect(CONNECTED),
                        new Push.Disconnect(3501, TEXT),
                        new Push.Refresh(true, 1))
                .map(push -> (codec, out) -> codec.writePush(out, push));
    }

    private static Stream<BiConsumer<Codec, ByteBuf>> channelMessages() {
        return Stream.concat(
                Stream.<ChannelMessage>of(
                                PUBLICATION,
                                new ChannelMessage.Join(INFO),
                                new ChannelMessage.Leave(INFO))
                        .map(message ->
                                (codec, out) ->
                                        codec.writeMessage(
                                                out, codec.channelPrefix(TEXT), message)),
                Stream.of(
                        (codec, out) -> codec.writeError(out, 1, new ErrorReply(1, TEXT, true)),
                        (codec, out) ->
                                codec.writeDelta(out, codec.channelPrefix(TEXT), PUBLICATION, null),
                        (codec, out) ->
                                codec.writeDelta(
                                        out, codec.channelPrefix(TEXT), PUBLICATION, PRETTY)));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void messageIsOneLine(BiConsumer<Codec, ByteBuf> message) {
        for (var format : List.of(StreamFormat.EVENTS, StreamFormat.BARE_EVENTS)) {
            var out = Unpooled.buffer();

            message.accept(format.wire(true).codec(), out);

            assertThat(out.toString(UTF_8)).startsWith("{").doesNotContain("\r", "\n");
        }
    }
}
