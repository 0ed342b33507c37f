package dev.freshet.engine.protocol;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/// Whatever comes: a command or [MalformedCommandException], and no more comes out of a frame than
/// went in.
class ProtobufCommandReaderFuzzTest {
    @FuzzTest
    void frameIsReadOrRefused(byte[] frame) {
        var reader = new ProtobufCommandReader(frame, 0, frame.length);
        int position = 0;
        try {
            while (reader.hasNext()) {
                var command = reader.next();
                check(command, reader.position() - position);
                if (reader.position() <= position) {
                    throw new AssertionError("the reader makes no headway");
                }
                position = reader.position();
            }
        } catch (MalformedCommandException expected) {
            if (String.valueOf(expected.getMessage()).isBlank()) {
                throw new AssertionError("a refusal says nothing", expected);
            }
        }
    }

    private static void check(Command command, int bytes) {
        if (command.id() < 0 || command.id() > 0xffff_ffffL) {
            throw new AssertionError("id " + command.id());
        }
        var request = command.request();
        if (request != null && size(request) > bytes) {
            throw new AssertionError(bytes + " bytes became " + request);
        }
    }

    /// How much of the request must have been in the frame.
    private static int size(Request request) {
        return switch (request) {
            case Request.Connect connect -> size(connect);
            case Request.Subscribe subscribe -> size(subscribe);
            case Request.Unsubscribe(var channel) -> channel.length();
            case Request.Publish(var channel, var data) -> channel.length() + size(data);
            case Request.Presence(var channel) -> channel.length();
            case Request.PresenceStats(var channel) -> channel.length();
            case Request.History history ->
                    history.channel().length()
                            + (history.since() == null ? 0 : history.since().epoch().length());
            case Request.Rpc(var method, var data) -> method.length() + size(data);
            case Request.Send(var data) -> size(data);
            case Request.Refresh(var token) -> token.length();
            case Request.SubRefresh(var channel, var token) -> channel.length() + token.length();
        };
    }

    private static int size(Request.Connect connect) {
        return connect.token().length()
                + size(connect.data())
                + connect.name().length()
                + connect.version().length()
                + size(connect.headers().keySet())
                + size(connect.headers().values())
                + size(connect.subscriptions().keySet())
                + connect.subscriptions().values().stream()
                        .mapToInt(ProtobufCommandReaderFuzzTest::size)
                        .sum();
    }

    private static int size(Request.Subscribe subscribe) {
        return subscribe.channel().length()
                + subscribe.token().length()
                + subscribe.epoch().length()
                + size(subscribe.data())
                + subscribe.delta().length()
                + size(subscribe.filter());
    }

    private static int size(@Nullable FilterNode node) {
        return node == null
                ? 0
                : 1
                        + node.op().length()
                        + node.key().length()
                        + node.cmp().length()
                        + node.val().length()
                        + size(node.vals())
                        + node.nodes().stream().mapToInt(ProtobufCommandReaderFuzzTest::size).sum();
    }

    private static int size(Collection<String> texts) {
        return texts.stream().mapToInt(text -> text.length() + 1).sum();
    }

    private static int size(@Nullable Payload data) {
        return data == null ? 0 : data.size();
    }
}
