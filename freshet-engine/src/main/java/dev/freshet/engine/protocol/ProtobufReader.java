package dev.freshet.engine.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Reads Protobuf messages field by field, and refuses what a field is not (§2).
///
/// Nothing is believed about a length before that many bytes are there.
final class ProtobufReader {
    /// How deep messages and unknown groups may be nested.
    static final int MAX_NESTING = JsonSyntax.MAX_NESTING;

    private static final int VARINT = ProtobufFields.VARINT;
    private static final int FIXED_64 = 1;
    private static final int DELIMITED = ProtobufFields.DELIMITED;
    private static final int BEGIN_GROUP = 3;
    private static final int END_GROUP = 4;
    private static final int FIXED_32 = 5;

    private static final long MAX_TAG = 0xffff_ffffL;

    /// Takes the fields of one message as they come. What is repeated is merged, as Protobuf wants:
    /// the last text or number counts, messages, lists and maps grow.
    interface Message {
        /// Takes or skips the field that the reader stands at.
        void read(int field, ProtobufReader in) throws MalformedCommandException;
    }

    private final byte[] bytes;
    private int at;

    /// Where the message that is being read ends.
    private int end;

    private int depth;
    private int field;
    private int wireType;

    ProtobufReader(byte[] bytes, int offset, int length) {
        this.bytes = bytes;
        this.at = offset;
        this.end = offset + length;
    }

    int position() {
        return at;
    }

    boolean hasNext() {
        return at < end;
    }

    /// Reads a message that has nothing but its length in front.
    void delimited(Message message) throws MalformedCommandException {
        int length = length();
        int outerEnd = end;
        end = at + length;
        rest(message);
        end = outerEnd;
    }

    /// Reads a message that goes on to the end.
    void rest(Message message) throws MalformedCommandException {
        descend();
        while (at < end) {
            readTag();
            message.read(field, this);
        }
        depth--;
    }

    private void descend() throws MalformedCommandException {
        if (++depth > MAX_NESTING) {
            throw new MalformedCommandException(
                    "messages are nested more than " + MAX_NESTING + " deep");
        }
    }

    private void readTag() throws MalformedCommandException {
        long tag = varint();
        if (tag < 0 || tag > MAX_TAG || tag >>> 3 == 0) {
            throw new MalformedCommandException(
                    "a field has number " + (tag >>> 3) + "; numbers are 1 to " + (MAX_TAG >>> 3));
        }
        field = (int) (tag >>> 3);
        wireType = (int) (tag & 7);
    }

    // ---- the field that the reader stands at

    void message(Message message) throws MalformedCommandException {
        expect(DELIMITED);
        delimited(message);
    }

    String string() throws MalformedCommandException {
        expect(DELIMITED);
        int length = length();
        if (Utf8.firstInvalid(bytes, at, length) >= 0) {
            throw new MalformedCommandException("the text in field " + field + " is not UTF-8");
        }
        at += length;
        return length == 0 ? "" : new String(bytes, at - length, length, StandardCharsets.UTF_8);
    }

    /// A copy of the bytes; null when there are none, which Protobuf takes for absent.
    @Nullable Payload payload() throws MalformedCommandException {
        expect(DELIMITED);
        int length = length();
        at += length;
        return length == 0 ? null : Payload.ofBytes(Arrays.copyOfRange(bytes, at - length, at));
    }

    boolean bool() throws MalformedCommandException {
        return integer() != 0;
    }

    /// A number of 64 bits, signed or not.
    long integer() throws MalformedCommandException {
        expect(VARINT);
        return varint();
    }

    /// A signed number of 32 bits: negative ones come extended to ten bytes or cut to five.
    int integer32() throws MalformedCommandException {
        long value = integer();
        if (value != (int) value && value >>> Integer.SIZE != 0) {
            throw new MalformedCommandException(
                    "field " + field + " is " + value + ", which does not fit 32 bits");
        }
        return (int) value;
    }

    /// An unsigned number of 32 bits.
    long unsigned32() throws MalformedCommandException {
        long value = integer();
        if (value >>> Integer.SIZE != 0) {
            throw new MalformedCommandException(
                    "field "
                            + field
                            + " is "
                            + Long.toUnsignedString(value)
                            + ", which does not fit 32 bits");
        }
        return value;
    }

    private void expect(int wanted) throws MalformedCommandException {
        if (wireType != wanted) {
            throw new MalformedCommandException(
                    "field " + field + " has wire type " + wireType + " instead of " + wanted);
        }
    }

    /// Steps over an unknown field.
    void skip() throws MalformedCommandException {
        switch (wireType) {
            case VARINT -> varint();
            case FIXED_64 -> advance(Long.BYTES);
            case DELIMITED -> advance(length());
            case BEGIN_GROUP -> skipGroup(field);
            case FIXED_32 -> advance(Integer.BYTES);
            default ->
                    throw new MalformedCommandException(
                            "field " + field + " has wire type " + wireType + ", out of place");
        }
    }

    private void skipGroup(int group) throws MalformedCommandException {
        descend();
        readTag();
        while (wireType != END_GROUP) {
            skip();
            readTag();
        }
        if (field != group) {
            throw new MalformedCommandException(
                    "the end of group " + field + " stands in group " + group);
        }
        depth--;
    }

    private void advance(int count) throws MalformedCommandException {
        if (count > end - at) {
            throw truncated();
        }
        at += count;
    }

    private int length() throws MalformedCommandException {
        long length = varint();
        if (length < 0 || length > end - at) {
            throw truncated();
        }
        return (int) length;
    }

    private long varint() throws MalformedCommandException {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            if (at == end) {
                throw truncated();
            }
            byte next = bytes[at++];
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                // The tenth byte has room for the last of the 64 bits only.
                if (shift == 63 && next > 1) {
                    break;
                }
                return value;
            }
        }
        throw new MalformedCommandException("a varint has more than 64 bits");
    }

    private static MalformedCommandException truncated() {
        return new MalformedCommandException("a message is shorter than its lengths say");
    }
}
