package dev.freshet.server.managedstream;

import dev.freshet.server.frame.FrameDataWriter;
import dev.freshet.server.frame.JsonBytes;
import dev.freshet.source.Column;
import dev.freshet.source.Frame;
import dev.freshet.source.History;
import dev.freshet.source.RawJson;
import dev.freshet.source.StringColumn;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The stream of one channel: its schema, its last frame and its numbering.
///
/// One short lock, the object's own, makes a push one step: fit to the schema, encode, number,
/// keep, publish. So publications come in the order of their numbers, and each data-only one fits
/// the schema announced last. Snapshots are read without the lock.
final class ManagedStream {
    /// What [#push] gives instead of a change in size when another stream must take this one's
    /// place.
    static final long EXPIRED = Long.MIN_VALUE;

    /// A message of so much is delivered well; a larger push becomes several publications.
    private static final int CELLS_PER_PUBLICATION = 50_000;

    private static final int TEXT_PER_PUBLICATION = 1 << 20;

    /// What a stream keeps beside its JSON: itself, and its field table.
    private static final int STREAM_BYTES = 1_500;

    private static final int FIELD_BYTES = 200;

    private final String channel;
    private final StreamPublisher publisher;
    private final Losses losses = new Losses();
    private final StreamSchema schema;
    private final MinuteRate rate = new MinuteRate();
    private int announcedVersion;
    private long number;
    private boolean expired;
    private boolean isOver;
    private Instant lastPush;
    private volatile long retained;
    private volatile @Nullable LastFrame last;
    private @Nullable KeptRows kept;
    private int keptLayout;
    private volatile @Nullable Snapshot keptSnapshot;
    private final SnapshotsBehind snapshotsBehind = new SnapshotsBehind();
    private RowPosition sent = RowPosition.START;

    /// @param channel the canonical channel
    /// @param number the number before the first publication's
    ManagedStream(
            String channel, int maxFields, long number, StreamPublisher publisher, Instant now) {
        this.channel = channel;
        this.publisher = publisher;
        this.schema = new StreamSchema(maxFields, losses);
        this.number = number;
        this.lastPush = now;
    }

    /// Stores and publishes a frame. Returns by how many bytes it keeps more now, or [#EXPIRED].
    synchronized long push(FrameForChannel frame, Instant now) {
        if (expired) {
            return EXPIRED;
        }
        lastPush = now;
        isOver = false;
        rate.count(now.getEpochSecond());
        frame.losses().forEach(losses::add);
        @Nullable Column[] columns = schema.fit(frame.frame());
        int rows = frame.frame().rows();
        if (kept != null) {
            forgetOtherLayout(kept);
            kept.add(columns, rows);
        }
        publishNews(columns, 0, rows);
        return growth();
    }

    /// Begins with this history, or begins anew: subscribers get the rows that are later than what
    /// was sent before. Returns by how many bytes it keeps more now, or [#EXPIRED].
    synchronized long begin(FrameForChannel frame, History history, Instant now) {
        if (expired) {
            return EXPIRED;
        }
        lastPush = now;
        @Nullable Column[] columns = schema.fit(frame.frame());
        int rows = frame.frame().rows();
        if (kept == null) {
            kept = new KeptRows();
        }
        isOver = false;
        forgetOtherLayout(kept);
        int from = sent.firstBehind(columns, rows);
        kept.replace(columns, history);
        keptSnapshot = null;
        publishNews(columns, from, rows);
        return growth();
    }

    private void forgetOtherLayout(KeptRows rows) {
        if (keptLayout != schema.layout()) {
            keptLayout = schema.layout();
            rows.clear();
        }
    }

    private void publishNews(@Nullable Column[] columns, int from, int rows) {
        if (rows > from || schema.version() != announcedVersion) {
            publishAll(columns, from, rows);
        }
    }

    private long growth() {
        long before = retained;
        retained =
                STREAM_BYTES
                        + (long) FIELD_BYTES * schema.size()
                        + lastBytes()
                        + (kept == null ? 0 : kept.bytes());
        return retained - before;
    }

    /// What a new subscriber gets first, with schema and number: the rows that are kept, or else
    /// the last frame; nothing before the first push.
    ///
    /// @param schemaOnly true for the schema without rows, which is numbered 0
    Optional<Snapshot> snapshot(boolean schemaOnly) {
        var newest = last;
        if (newest == null) {
            return Optional.empty();
        }
        if (schemaOnly) {
            return Optional.of(newest.schemaOnly());
        }
        return Optional.of(keptRows().orElseGet(newest::toSnapshot));
    }

    /// What a subscriber gets that has the rows before this place: those behind it. Empty when the
    /// stream keeps no rows.
    synchronized Optional<Snapshot> snapshotBehind(RowPosition place) {
        return kept == null || last == null
                ? Optional.empty()
                : Optional.of(snapshotsBehind.at(place, number, () -> joined(place)));
    }

    synchronized boolean keepsRows() {
        return kept != null;
    }

    /// Made once for all who come before the next push.
    private Optional<Snapshot> keptRows() {
        var known = keptSnapshot;
        var newest = last;
        if (known != null && newest != null && known.number() == newest.number) {
            return Optional.of(known);
        }
        synchronized (this) {
            if (kept == null) {
                return Optional.empty();
            }
            var snapshot = joined(RowPosition.START);
            keptSnapshot = snapshot;
            return Optional.of(snapshot);
        }
    }

    private Snapshot joined(RowPosition place) {
        var joined = Objects.requireNonNull(kept).join(schema.types(), place);
        byte[] json = schema.json();
        JsonBytes out =
                new JsonBytes(json.length + 64 + 12 * joined.columns().length * joined.rows());
        out.raw("{\"schema\":").raw(json).raw(",\"data\":");
        new FrameDataWriter(out).write(joined.columns(), 0, joined.rows());
        return new Snapshot(out.put('}').toBytes(), number);
    }

    /// The memory it keeps between pushes, approximately.
    long retainedBytes() {
        return retained;
    }

    /// Marks the stream expired when nothing was pushed since `cutoff`, or since `overCutoff` when
    /// nobody feeds it.
    synchronized boolean expireIfIdleSince(Instant cutoff, Instant overCutoff) {
        expired |= !lastPush.isAfter(isOver ? overCutoff : cutoff);
        return expired;
    }

    /// Nobody feeds it any more; matters to what is kept with a history.
    synchronized void over() {
        isOver = kept != null;
    }

    synchronized long number() {
        return number;
    }

    synchronized StreamInfo info(Instant now) {
        byte[] json = schema.json();
        JsonBytes data = new JsonBytes(json.length + 16);
        data.raw("{\"schema\":").raw(json).put('}');
        return new StreamInfo(
                channel.substring(channel.indexOf('/') + 1),
                RawJson.of(data.toBytes()),
                schema.size(),
                rate.rate(now.getEpochSecond()),
                lastPush,
                number,
                losses.toList());
    }

    /// How many values a push becomes: a frame without some of the stream's fields has nulls in
    /// them.
    static long cells(@Nullable ManagedStream known, Frame frame) {
        int fields = known == null ? 0 : known.fields();
        return (long) frame.rows() * Math.max(frame.fields().size(), fields);
    }

    /// By how many bytes a push would at least enlarge what is kept.
    static long growth(@Nullable ManagedStream known, Frame frame) {
        long fields = frame.fields().size();
        long values = Math.min(CELLS_PER_PUBLICATION, fields * frame.rows());
        long needed = STREAM_BYTES + FIELD_BYTES * fields + 2 * values;
        return Math.max(0, needed - (known == null ? 0 : known.retained));
    }

    private synchronized int fields() {
        return schema.size();
    }

    private long lastBytes() {
        LastFrame known = last;
        return known == null ? 0 : (long) known.schema.length + known.publication.length;
    }

    private void publishAll(@Nullable Column[] columns, int first, int rows) {
        int from = first;
        do {
            int to = endOfPublication(columns, from, rows);
            publish(columns, from, to);
            from = to;
        } while (from < rows);
    }

    private static int endOfPublication(@Nullable Column[] columns, int from, int rows) {
        int most = Math.max(1, CELLS_PER_PUBLICATION / Math.max(1, columns.length));
        int to = Math.min(rows, from + most);
        for (Column column : columns) {
            if (column instanceof StringColumn strings) {
                long text = 0;
                for (int row = from; row < to; row++) {
                    text += strings.byteLength(row);
                    if (text > TEXT_PER_PUBLICATION && row > from) {
                        to = row;
                    }
                }
            }
        }
        return to;
    }

    private void publish(@Nullable Column[] columns, int from, int to) {
        byte[] json = schema.json();
        boolean withSchema = schema.version() != announcedVersion;
        JsonBytes out = new JsonBytes(json.length + 64 + 12 * columns.length * (to - from));
        if (withSchema) {
            out.raw("{\"schema\":").raw(json).raw(",\"data\":");
        } else {
            out.raw("{\"data\":");
        }
        int dataStart = out.length();
        new FrameDataWriter(out).write(columns, from, to);
        byte[] publication = out.put('}').toBytes();
        announcedVersion = schema.version();
        number++;
        last = new LastFrame(number, json, publication, withSchema ? -1 : dataStart);
        if (kept == null) {
            publisher.publish(channel, publication, number);
        } else {
            sent = sent.behind(columns, from, to);
            publisher.publish(channel, publication, number, sent);
        }
    }

    /// The last publication. Its complete form is made when a subscriber asks for it.
    ///
    /// @param dataStart where the data begins in a publication without schema, -1 with one
    @SuppressWarnings("ArrayRecordComponent") // never compared; the arrays are shared, not copied
    private record LastFrame(long number, byte[] schema, byte[] publication, int dataStart) {
        Snapshot toSnapshot() {
            return new Snapshot(dataStart < 0 ? publication : withSchema(), number);
        }

        Snapshot schemaOnly() {
            var json = new JsonBytes(schema.length + 16).raw("{\"schema\":").raw(schema).put('}');
            return new Snapshot(json.toBytes(), 0);
        }

        private byte[] withSchema() {
            return new JsonBytes(schema.length + publication.length + 16)
                    .raw("{\"schema\":")
                    .raw(schema)
                    .raw(",\"data\":")
                    .raw(publication, dataStart, publication.length)
                    .toBytes();
        }
    }
}
