package dev.freshet.engine.protocol;

import org.jspecify.annotations.Nullable;

/// Reads the commands of one frame, each with its length in front (§2).
///
/// Commands in front of a bad one have been handed out by then, as the protocol wants. The frame's
/// bytes are not kept: payloads are copied.
final class ProtobufCommandReader implements CommandReader {
    private static final int ID = 1;
    private static final int PING = 11;
    private static final int SEND = 12;

    /// The operations in the order in which they win when a command holds several (§5); a ping is
    /// none.
    private static final int[] OPERATIONS = {4, 5, 6, 7, 8, 9, 10, 13, SEND, 14, 15};

    private final ProtobufReader in;
    private boolean begun;

    ProtobufCommandReader(byte[] frame, int offset, int length) {
        this.in = new ProtobufReader(frame, offset, length);
    }

    @Override
    public boolean hasNext() {
        return in.hasNext() || !begun;
    }

    @Override
    public int position() {
        return in.position();
    }

    @Override
    public Command next() throws MalformedCommandException {
        begun = true;
        if (!in.hasNext()) {
            throw new MalformedCommandException("an empty frame");
        }
        var fields = new CommandFields();
        in.delimited(fields);
        return fields.command();
    }

    /// The fields of one command.
    private static final class CommandFields implements ProtobufReader.Message {
        private final @Nullable ProtobufRequest[] requests = new ProtobufRequest[16];
        private long id;

        @Override
        public void read(int field, ProtobufReader in) throws MalformedCommandException {
            switch (field) {
                case ID -> id = in.unsigned32();
                case PING -> in.message((unknown, ping) -> ping.skip());
                case 4, 5, 6, 7, 8, 9, 10, 12, 13, 14, 15 -> in.message(request(field));
                default -> in.skip();
            }
        }

        private ProtobufRequest request(int field) {
            var known = requests[field];
            if (known == null) {
                known = ProtobufRequest.of(field);
                requests[field] = known;
            }
            return known;
        }

        Command command() {
            boolean pong = id == 0 && requests[SEND] == null;
            return new Command(id, pong ? null : request(), pong);
        }

        private @Nullable Request request() {
            for (int operation : OPERATIONS) {
                var found = requests[operation];
                if (found != null) {
                    return found.request();
                }
            }
            return null;
        }
    }
}
