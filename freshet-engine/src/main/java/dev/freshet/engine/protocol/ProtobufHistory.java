package dev.freshet.engine.protocol;

import org.jspecify.annotations.Nullable;

/// The fields of a history request.
final class ProtobufHistory extends ProtobufRequest {
    private String channel = "";
    private int limit;
    private @Nullable Position since;
    private boolean reverse;

    @Override
    public void read(int field, ProtobufReader in) throws MalformedCommandException {
        switch (field) {
            case 1 -> channel = in.string();
            case 7 -> limit = in.integer32();
            case 8 -> in.message(since());
            case 9 -> reverse = in.bool();
            default -> in.skip();
        }
    }

    private Position since() {
        var known = since;
        if (known == null) {
            known = new Position();
            since = known;
        }
        return known;
    }

    @Override
    Request.History request() {
        var position = since == null ? null : new StreamPosition(since.offset, since.epoch);
        return new Request.History(channel, limit, position, reverse);
    }

    /// The fields of a stream position.
    private static final class Position implements ProtobufReader.Message {
        private long offset;
        private String epoch = "";

        @Override
        public void read(int field, ProtobufReader in) throws MalformedCommandException {
            switch (field) {
                case 1 -> offset = in.integer();
                case 2 -> epoch = in.string();
                default -> in.skip();
            }
        }
    }
}
