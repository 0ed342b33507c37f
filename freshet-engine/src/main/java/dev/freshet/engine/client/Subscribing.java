package dev.freshet.engine.client;

import dev.freshet.engine.broker.HistoryQuery;
import dev.freshet.engine.broker.StreamPart;
import dev.freshet.engine.channel.ChannelOptions;
import dev.freshet.engine.channel.InvalidFilterException;
import dev.freshet.engine.channel.Recovery;
import dev.freshet.engine.channel.TagsFilter;
import dev.freshet.engine.protocol.Disconnect;
import dev.freshet.engine.protocol.ErrorReply;
import dev.freshet.engine.protocol.Publication;
import dev.freshet.engine.protocol.Request;
import dev.freshet.engine.protocol.Result;
import dev.freshet.engine.protocol.StreamPosition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Takes one subscription from the handler's yes to its reply (§9, §10).
///
/// It joins its group first, so that nothing is lost; then comes the presence entry, and then the
/// stream is read, while what arrives is held back. With a broker in memory all of this happens in
/// one turn of the loop. Event loop only.
final class Subscribing {
    private static final Snapshot NO_SNAPSHOT = new Snapshot(null, 0);

    private final Client client;
    private final Subscription subscription;
    private final Request.Subscribe wishes;
    private final SubscribeReply reply;
    private final Consumer<Admission> then;
    private final ChannelOptions options;
    private final boolean delta;

    /// @param wishes what the client asked for; of a server's subscription where it wants to
    ///   recover from
    /// @param then told once how it ended, on the event loop; not at all when the connection closes
    ///   meanwhile
    Subscribing(
            Client client,
            Subscription subscription,
            Request.Subscribe wishes,
            SubscribeReply reply,
            Consumer<Admission> then) {
        this.client = client;
        this.subscription = subscription;
        this.wishes = wishes;
        this.reply = reply;
        this.then = then;
        var own = reply.options();
        var canonical = reply.channel() == null ? subscription.spelling() : reply.channel();
        this.options = own == null ? client.context().node().optionsOf(canonical) : own;
        this.delta = wishes.delta().equals(SubscribeHandler.FOSSIL) && options.delta();
    }

    void begin() {
        var expiry = reply.expiry();
        if (expiry != null && expiry.isPast(client.context().now())) {
            refuse(ErrorReply.EXPIRED.because("expired: the subscription's expiry is in the past"));
            return;
        }
        TagsFilter filter;
        try {
            filter = filter();
        } catch (InvalidFilterException e) {
            refuse(ErrorReply.BAD_REQUEST.because("bad request: " + e.getMessage()));
            return;
        }
        join(filter);
    }

    private @Nullable TagsFilter filter() throws InvalidFilterException {
        var root = wishes.filter();
        if (root == null) {
            return null;
        }
        if (!options.tagsFilter()) {
            throw new InvalidFilterException("this channel has no tags filter (tf)");
        }
        return TagsFilter.of(root);
    }

    private void join(@Nullable TagsFilter filter) {
        var cursor =
                new Cursor(
                        options.positioned(),
                        delta,
                        filter,
                        client.context().limits().maxQueuedBytes());
        whenJoined(
                () -> subscription.join(reply, options, delta, cursor),
                () -> {
                    if (options.presence()) {
                        whenJoined(this::enterPresence, this::readOrFinish);
                    } else {
                        readOrFinish();
                    }
                });
    }

    private void whenJoined(Supplier<CompletionStage<@Nullable Void>> step, Runnable next) {
        Stages.whenDone(
                client,
                step,
                (done, failure) -> {
                    if (failure == null) {
                        next.run();
                    } else {
                        fail(failure);
                    }
                });
    }

    private CompletionStage<@Nullable Void> enterPresence() {
        var presence = client.context().node().presence();
        subscription.present();
        return presence.add(subscription.channel(), subscription.clientInfo());
    }

    private void readOrFinish() {
        if (options.positioned()) {
            readStream();
        } else {
            finish(false, List.of(), StreamPosition.NONE);
        }
    }

    private void readStream() {
        var metaTtl = options.history().metaTtl();
        boolean cached = options.recovery() == Recovery.CACHE;
        HistoryQuery query;
        if (!recovers()) {
            query = HistoryQuery.top(metaTtl);
        } else if (cached) {
            query = HistoryQuery.newest(metaTtl);
        } else {
            query = missed(metaTtl);
        }
        read(
                query,
                part -> {
                    if (!recovers()) {
                        finish(false, List.of(), part.top());
                    } else if (cached) {
                        recoverFromCache(part, true);
                    } else {
                        recover(part);
                    }
                });
    }

    private HistoryQuery missed(Duration metaTtl) {
        int max = client.context().limits().streams().maxRecovery();
        return HistoryQuery.after(
                new StreamPosition(wishes.offset(), wishes.epoch()),
                // One more, to see that it is too much.
                max == 0 ? HistoryQuery.NO_LIMIT : max + 1,
                metaTtl);
    }

    private boolean recovers() {
        return wishes.recover() && options.recovery() != Recovery.NONE;
    }

    private void read(HistoryQuery query, Consumer<StreamPart> use) {
        Stages.whenDone(
                client,
                () -> client.context().node().history(subscription.channel(), query),
                (part, failure) -> {
                    if (failure == null) {
                        use.accept(part);
                    } else {
                        fail(failure);
                    }
                });
    }

    private boolean isSameEpoch(StreamPosition top) {
        return wishes.epoch().isEmpty() || wishes.epoch().equals(top.epoch());
    }

    /// Whether nothing but these publications was missed (§10.2).
    private void recover(StreamPart part) {
        var top = part.top();
        var missed = part.publications();
        int max = client.context().limits().streams().maxRecovery();
        boolean complete =
                missed.isEmpty()
                        ? top.offset() == wishes.offset()
                        : missed.getFirst().offset() == wishes.offset() + 1
                                && missed.getLast().offset() == top.offset()
                                && (max == 0 || missed.size() <= max)
                                && ReplyBytes.fitting(client, missed) == missed.size();
        boolean recovered = isSameEpoch(top) && complete;
        if (recovered) {
            subscriptionCursor().base(missed.isEmpty() ? part.latest() : null);
        }
        finish(recovered, recovered ? missed : List.of(), top);
    }

    /// The newest publication is all that counts (§10.3).
    private void recoverFromCache(StreamPart part, boolean mayFill) {
        var top = part.top();
        var newest = part.publications().isEmpty() ? null : part.publications().getFirst();
        boolean atTop = wishes.offset() == top.offset() && wishes.epoch().equals(top.epoch());
        if (newest != null && newest.offset() == top.offset()) {
            boolean known = atTop && wishes.offset() > 0;
            subscriptionCursor().base(known ? part.latest() : null);
            finish(true, known ? List.of() : List.of(newest), top);
            return;
        }
        var fill = client.context().handlers().cacheEmpty();
        if (fill == null || !mayFill) {
            finish(atTop, List.of(), top);
            return;
        }
        Stages.whenDone(
                client,
                () -> fill.apply(new CacheEmptyEvent(subscription.channel())),
                (filled, failure) -> {
                    if (failure != null) {
                        fail(failure);
                    } else if (filled) {
                        read(
                                HistoryQuery.newest(options.history().metaTtl()),
                                again -> recoverFromCache(again, false));
                    } else {
                        finish(atTop, List.of(), top);
                    }
                });
    }

    // ---- the reply

    private void finish(boolean recovered, List<Publication> missed, StreamPosition top) {
        if (recovers()) {
            client.context().engineMetrics().recoveries().increment(recovered ? "yes" : "no");
            if (!recovered && wishes.refusesUnrecovered()) {
                refuse(
                        ErrorReply.UNRECOVERABLE_POSITION.because(
                                "unrecoverable position: what followed offset "
                                        + Long.toUnsignedString(wishes.offset())
                                        + " is not kept any more; load the state anew"));
                return;
            }
        }
        Snapshot snapshot;
        try {
            var source = reply.snapshot();
            snapshot = source == null ? NO_SNAPSHOT : taken(source, recovered);
        } catch (Throwable e) {
            refuse(HandlerCalls.internal(client, e));
            return;
        }
        if (client.isClosed()) {
            return;
        }
        if (recovered || snapshot.sequence() == 0) {
            // Who recovers gets publications, not a state that holds them.
            answer(recovered, missed, top, snapshot);
            return;
        }
        subscriptionCursor().skipThrough(snapshot.sequence());
        if (options.positioned()) {
            placeAt(snapshot, top);
        } else {
            answer(false, List.of(), top, snapshot);
        }
    }

    private Snapshot taken(SnapshotSource source, boolean recovered) {
        return recovers() && !recovered
                ? source.takeBehind(new StreamPosition(wishes.offset(), wishes.epoch()))
                : source.take(recovered);
    }

    /// The snapshot may hold publications behind the top that was read before it: the client's
    /// place is at the last one that the snapshot holds, or it would be sent some of them again
    /// when it recovers. What is not kept any more is no help, and the client stays at the top.
    private void placeAt(Snapshot snapshot, StreamPosition top) {
        read(
                HistoryQuery.after(top, HistoryQuery.NO_LIMIT, options.history().metaTtl()),
                behind -> {
                    var epoch = behind.top().epoch();
                    var place = epoch.equals(top.epoch()) ? top : new StreamPosition(0, epoch);
                    for (var publication : behind.publications()) {
                        if (publication.sequence() != 0
                                && publication.sequence() <= snapshot.sequence()) {
                            place = new StreamPosition(publication.offset(), epoch);
                        }
                    }
                    answer(false, List.of(), place, snapshot);
                });
    }

    private void answer(
            boolean recovered, List<Publication> missed, StreamPosition top, Snapshot snapshot) {
        var cursor = subscriptionCursor();
        List<Publication> publications = missed;
        if (options.positioned()) {
            var held = cursor.held();
            if (held.hasHoleBehind(top)) {
                then.accept(new Admission.Ended(Disconnect.INSUFFICIENT_STATE));
                return;
            }
            cursor.follow(top);
            if (recovered) {
                publications = merged(missed, held.takeBehind(top));
            }
        }
        then.accept(new Admission.Subscribed(result(recovered, publications, top, snapshot)));
    }

    private List<Publication> merged(List<Publication> missed, List<Publication> arrived) {
        var cursor = subscriptionCursor();
        var all = new ArrayList<>(missed);
        all.addAll(arrived);
        if (!arrived.isEmpty()) {
            var last = arrived.getLast();
            cursor.follow(new StreamPosition(last.offset(), last.epoch()));
        }
        if (!all.isEmpty()) {
            cursor.base(all.getLast().data());
        }
        if (cursor.filter() != null) {
            all.removeIf(publication -> !cursor.wants(publication));
        }
        return options.recovery() == Recovery.CACHE && !delta && all.size() > 1
                ? List.of(all.getLast())
                : all;
    }

    private Result.Subscribe result(
            boolean recovered,
            List<Publication> publications,
            StreamPosition top,
            Snapshot snapshot) {
        int ttl = Expiry.toldSeconds(subscription.expiry(), client.context().now());
        return new Result.Subscribe(
                ttl > 0,
                ttl,
                options.recovery() != Recovery.NONE,
                options.positioned() ? top.epoch() : "",
                publications,
                recovered,
                recovered ? wishes.offset() : top.offset(),
                options.positioned(),
                snapshot.data(),
                wishes.recover(),
                delta);
    }

    private Cursor subscriptionCursor() {
        var cursor = subscription.cursor();
        if (cursor == null) {
            throw new IllegalStateException("the subscription has ended");
        }
        return cursor;
    }

    // ---- failure

    private void refuse(ErrorReply error) {
        undo();
        then.accept(new Admission.Refused(error));
    }

    private void fail(Throwable failure) {
        undo();
        then.accept(
                new Admission.Ended(
                        Disconnect.INTERNAL.because(
                                HandlerCalls.internal(client, failure).message())));
    }

    private void undo() {
        client.subscriptions().abort(subscription);
    }
}
