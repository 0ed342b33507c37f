package dev.freshet.engine.protocol;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/// The JSON form of the protocol: commands read by [JsonCommandReader], replies and pushes written
/// here.
///
/// Zero values are left out and 64-bit numbers are plain, unlike protobuf's own JSON mapping (§3).
public final class JsonCodec {
    /// How deep a command's or a payload's values may be nested.
    public static final int MAX_NESTING = 512;

    /// How many bytes Jackson looks at to guess the encoding.
    private static final int ENCODING_MARK_BYTES = 4;

    private static final int CLIENT_INFO_BYTES =
            ",\"info\":{\"user\":\"\",\"client\":\"\"}".length();
    private static final int CONN_INFO_BYTES = ",\"conn_info\":".length();

    private static final Pattern ASIDE =
            Pattern.compile(" \\([^()\\[]*\\[Source:.*?]\\)|, from `[^`]*`");

    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(MAX_NESTING)
                                    .maxNumberLength(1000)
                                    .maxNameLength(10_000)
                                    .maxStringLength(Integer.MAX_VALUE)
                                    .build())
                    .build();

    private JsonCodec() {}

    /// Reads the bytes as UTF-8, which the caller has checked them to be.
    ///
    /// @throws InvalidJsonException when they begin as JSON in UTF-8 never does: Jackson would
    ///   guess another encoding, or skip a byte order mark
    static JsonParser parser(byte[] source, int offset, int length) throws InvalidJsonException {
        for (int i = offset; i < offset + Math.min(length, ENCODING_MARK_BYTES); i++) {
            if (source[i] == 0 || (source[i] < 0 && i == offset)) {
                throw new InvalidJsonException(
                        "the text does not begin as JSON in UTF-8 does, at byte "
                                + (i - offset + 1));
            }
        }
        return FACTORY.createParser(ObjectReadContext.empty(), source, offset, length);
    }

    /// Checks that the bytes are one JSON value in UTF-8, nested at most [#MAX_NESTING] deep.
    ///
    /// @throws InvalidJsonException when they are not
    public static void checkValue(byte[] source, int offset, int length)
            throws InvalidJsonException {
        int badByte = Utf8.firstInvalid(source, offset, length);
        if (badByte >= 0) {
            throw new InvalidJsonException(
                    "byte " + (badByte - offset + 1) + " is not valid UTF-8");
        }
        try (var parser = parser(source, offset, length)) {
            if (parser.nextToken() == null) {
                throw new InvalidJsonException("there is no value");
            }
            parser.skipChildren();
            parser.finishToken();
            if (parser.nextToken() != null) {
                throw new InvalidJsonException(
                        "there is more text behind the value, at byte "
                                + (parser.currentTokenLocation().getByteOffset() + 1));
            }
        } catch (JacksonException e) {
            throw new InvalidJsonException(describe(e));
        }
    }

    /// Jackson's sentence without its asides, which name its own classes and settings.
    static String describe(JacksonException e) {
        var message = ASIDE.matcher(e.getOriginalMessage()).replaceAll("");
        var location = e.getLocation();
        return location == null ? message : message + ", at byte " + (location.getByteOffset() + 1);
    }

    /// Writes the reply to command `id`, without a line feed behind it.
    public static void writeResult(ByteBuf out, long id, Result result) {
        beginReply(out, id, result.method());
        switch (result) {
            case Result.Connect connect -> writeConnect(out, connect);
            case Result.Subscribe subscribe -> writeSubscribe(out, subscribe);
            case Result.Rpc rpc -> writeData(out, rpc.data());
            case Result.Unsubscribe unsubscribe -> {}
            case Result.Publish publish -> {}
        }
        ascii(out, "}}");
    }

    /// Writes the refusal of command `id`, without a line feed behind it.
    public static void writeError(ByteBuf out, long id, ErrorReply error) {
        beginReply(out, id, "error");
        ascii(out, "\"code\":");
        writeNumber(out, error.code());
        if (!error.message().isEmpty()) {
            ascii(out, ",\"message\":");
            WireText.writeJsonString(out, error.message());
        }
        ascii(out, error.temporary() ? ",\"temporary\":true}}" : "}}");
    }

    private static void beginReply(ByteBuf out, long id, String member) {
        out.writeByte('{');
        if (id != 0) {
            ascii(out, "\"id\":");
            writeNumber(out, id);
            out.writeByte(',');
        }
        out.writeByte('"');
        ascii(out, member);
        ascii(out, "\":{");
    }

    private static void writeConnect(ByteBuf out, Result.Connect connect) {
        ascii(out, "\"client\":");
        WireText.writeJsonString(out, connect.client());
        if (!connect.version().isEmpty()) {
            ascii(out, ",\"version\":");
            WireText.writeJsonString(out, connect.version());
        }
        if (connect.data() != null) {
            out.writeByte(',');
            writeData(out, connect.data());
        }
        if (connect.pingSeconds() != 0) {
            ascii(out, ",\"ping\":");
            writeNumber(out, connect.pingSeconds());
        }
        if (connect.pong()) {
            ascii(out, ",\"pong\":true");
        }
    }

    private static void writeSubscribe(ByteBuf out, Result.Subscribe subscribe) {
        writeData(out, subscribe.data());
        if (subscribe.wasRecovering()) {
            ascii(
                    out,
                    subscribe.data() == null
                            ? "\"was_recovering\":true"
                            : ",\"was_recovering\":true");
        }
    }

    private static void writeData(ByteBuf out, @Nullable Payload data) {
        if (data != null) {
            ascii(out, "\"data\":");
            data.writeTo(out);
        }
    }

    /// Writes a push other than a publication, without a line feed behind it.
    public static void writePush(ByteBuf out, Push push) {
        switch (push) {
            case Push.Unsubscribe unsubscribe -> {
                ascii(out, "{\"push\":{\"channel\":");
                WireText.writeJsonString(out, unsubscribe.channel());
                ascii(out, ",\"unsubscribe\":{\"code\":");
                writeNumber(out, unsubscribe.code());
                if (!unsubscribe.reason().isEmpty()) {
                    ascii(out, ",\"reason\":");
                    WireText.writeJsonString(out, unsubscribe.reason());
                }
            }
            case Push.Message message -> {
                ascii(out, "{\"push\":{\"message\":{");
                writeData(out, message.data());
            }
        }
        ascii(out, "}}}");
    }

    /// The bytes in front of the data of every publication of a channel; [#writePublication] takes
    /// them ready made.
    public static byte[] publicationPrefix(String channel) {
        var out = io.netty.buffer.Unpooled.buffer(channel.length() + 48);
        ascii(out, "{\"push\":{\"channel\":");
        WireText.writeJsonString(out, channel);
        ascii(out, ",\"pub\":{\"data\":");
        return ByteBufUtil.getBytes(out);
    }

    /// Writes a publication push, without a line feed behind it.
    public static void writePublication(ByteBuf out, byte[] prefix, Publication publication) {
        out.writeBytes(prefix);
        publication.data().writeTo(out);
        var info = publication.info();
        if (info != null) {
            ascii(out, ",\"info\":");
            writeClientInfo(out, info);
        }
        ascii(out, "}}}");
    }

    /// The number of bytes that [#writePublication] writes, but for characters in a user's id that
    /// have to be escaped.
    public static int publicationSize(byte[] prefix, Publication publication) {
        int size = prefix.length + publication.data().size() + 3;
        var info = publication.info();
        return info == null ? size : size + CLIENT_INFO_BYTES + clientInfoSize(info);
    }

    private static int clientInfoSize(ClientInfo info) {
        return ByteBufUtil.utf8Bytes(info.user())
                + ByteBufUtil.utf8Bytes(info.client())
                + (info.connInfo() == null ? 0 : info.connInfo().size() + CONN_INFO_BYTES)
                + (info.chanInfo() == null ? 0 : info.chanInfo().size() + CONN_INFO_BYTES);
    }

    private static void writeClientInfo(ByteBuf out, ClientInfo info) {
        ascii(out, "{\"user\":");
        WireText.writeJsonString(out, info.user());
        ascii(out, ",\"client\":");
        WireText.writeJsonString(out, info.client());
        if (info.connInfo() != null) {
            ascii(out, ",\"conn_info\":");
            info.connInfo().writeTo(out);
        }
        if (info.chanInfo() != null) {
            ascii(out, ",\"chan_info\":");
            info.chanInfo().writeTo(out);
        }
        out.writeByte('}');
    }

    private static void writeNumber(ByteBuf out, long number) {
        ascii(out, Long.toString(number));
    }

    private static void ascii(ByteBuf out, String text) {
        out.writeCharSequence(text, StandardCharsets.US_ASCII);
    }
}
