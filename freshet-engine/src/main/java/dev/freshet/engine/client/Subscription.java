package dev.freshet.engine.client;

import dev.freshet.engine.channel.ChannelOptions;
import dev.freshet.engine.channel.Recovery;
import dev.freshet.engine.channel.SlowRule;
import dev.freshet.engine.hub.Batch;
import dev.freshet.engine.hub.GroupKey;
import dev.freshet.engine.hub.Subscriber;
import dev.freshet.engine.protocol.ChannelMessage;
import dev.freshet.engine.protocol.ClientInfo;
import dev.freshet.engine.protocol.Disconnect;
import dev.freshet.engine.protocol.Payload;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// One client's interest in one channel, under the name that the client used. Event loop only.
///
/// What most subscriptions do not need (a place in a stream, a filter, deltas, messages held back)
/// is in a [Cursor] of its own.
public final class Subscription implements Subscriber {
    private enum State {
        /// The handler has not answered: the name is taken, nothing is delivered.
        RESERVED,
        /// In its group; what comes is held back until the reply is written.
        JOINED,
        ACTIVE,
        ENDED
    }

    private final Client client;
    private final String spelling;
    private final boolean serverSide;
    private String channel;
    private ChannelOptions options = ChannelOptions.defaults();
    private @Nullable Payload info;
    private @Nullable Expiry expiry;
    private @Nullable Cursor cursor;
    private State state = State.RESERVED;
    private boolean delta;
    private boolean present;
    private boolean announced;
    private int slot = -1;
    private @Nullable List<Runnable> whenSettled;

    Subscription(Client client, String spelling, boolean serverSide) {
        this.client = client;
        this.spelling = spelling;
        this.serverSide = serverSide;
        this.channel = spelling;
    }

    // ---- what embedding programs see

    /// The name that the client used.
    public String spelling() {
        return spelling;
    }

    /// The canonical name.
    public String channel() {
        return channel;
    }

    /// True when the server subscribed the client.
    public boolean isServerSide() {
        return serverSide;
    }

    /// What this subscription gets.
    public ChannelOptions options() {
        return options;
    }

    // ---- its life

    Client client() {
        return client;
    }

    /// True when it was answered and has not ended.
    boolean isActive() {
        return state == State.ACTIVE;
    }

    /// True while it is in its group.
    boolean hasJoined() {
        return state == State.JOINED || state == State.ACTIVE;
    }

    /// True while it is being decided about.
    boolean isPending() {
        return state == State.RESERVED || state == State.JOINED;
    }

    /// Puts it into its group.
    ///
    /// @param newCursor null when it takes every batch as it is, at once
    /// @return done when nothing that is published later is missed
    CompletionStage<@Nullable Void> join(
            SubscribeReply reply,
            ChannelOptions offered,
            boolean withDelta,
            @Nullable Cursor newCursor) {
        channel = reply.channel() == null ? spelling : reply.channel();
        options = offered;
        info = reply.info();
        expiry = reply.expiry();
        delta = withDelta;
        cursor = newCursor;
        state = State.JOINED;
        return client.context().join(this, key(), offered.minimumGap());
    }

    private GroupKey key() {
        return new GroupKey(
                channel, spelling, client.transport().wireForm(delta), options.pushJoinLeave());
    }

    /// The reply is written: from now on what comes goes straight out.
    void activate() {
        state = State.ACTIVE;
        if (cursor != null) {
            cursor.release(this);
            dropPlainCursor();
        }
    }

    /// Takes it out of its group; nothing is delivered any more.
    void leave() {
        boolean joined = hasJoined();
        state = State.ENDED;
        cursor = null;
        if (joined) {
            client.context().leave(this, key());
        }
    }

    /// Runs the task when the subscribe in flight has been answered.
    void whenSettled(Runnable task) {
        if (whenSettled == null) {
            whenSettled = new ArrayList<>(1);
        }
        whenSettled.add(task);
    }

    void settled() {
        if (whenSettled != null) {
            var tasks = whenSettled;
            whenSettled = null;
            tasks.forEach(Runnable::run);
        }
    }

    // ---- what it is

    @Nullable Cursor cursor() {
        return cursor;
    }

    @Nullable Expiry expiry() {
        return expiry;
    }

    void expiry(@Nullable Expiry newExpiry) {
        expiry = newExpiry;
    }

    void info(Payload newInfo) {
        info = newInfo;
    }

    /// What others are shown of the client in this channel.
    ClientInfo clientInfo() {
        return client.info(info);
    }

    /// True when the client has a presence entry for it, which other spellings may share.
    boolean isPresent() {
        return present;
    }

    void present() {
        present = true;
    }

    /// True when others were told of the client because of it, or need not be because of another
    /// spelling.
    boolean isAnnounced() {
        return announced;
    }

    void announced() {
        announced = true;
    }

    boolean isRecoverable() {
        return options.recovery() != Recovery.NONE;
    }

    boolean isPositioned() {
        return options.positioned();
    }

    SlowRule slowRule() {
        return options.slowRule();
    }

    // ---- deliveries

    @Override
    public void deliver(Batch batch) {
        if (cursor == null) {
            client.deliver(this, batch);
        } else {
            cursor.deliver(this, batch);
            dropPlainCursor();
        }
    }

    private void dropPlainCursor() {
        if (cursor != null && cursor.isPlain()) {
            cursor = null;
        }
    }

    /// Sends messages that no other subscriber gets in this way.
    ///
    /// @param base for deltas the data that the client got last; null for none
    void deliverOwn(List<ChannelMessage> messages, @Nullable Payload base) {
        if (messages.isEmpty()) {
            return;
        }
        if (slowRule() == SlowRule.CONFLATE && client.dropsFor(this)) {
            client.conflate(this, messages);
            return;
        }
        var bytes = encode(messages, base);
        if (bytes != null) {
            client.deliverOwn(this, bytes, messages);
        }
    }

    /// Messages in the form of the client's group; null when there is no memory for it, and the
    /// connection has been closed for that.
    @Nullable ByteBuf encode(List<ChannelMessage> messages, @Nullable Payload base) {
        var form = client.transport().wireForm(delta);
        try {
            return form.encode(
                    client.context().allocator(), form.channelPrefix(spelling), messages, base);
        } catch (RuntimeException | OutOfMemoryError e) {
            client.failed(e);
            return null;
        }
    }

    /// Publications that were kept for it have been thrown away.
    void missed() {
        if (isPositioned()) {
            insufficientState();
        } else if (cursor != null) {
            cursor.base(null);
        }
    }

    /// A publication was missed: a client's own subscription ends with a code that makes it
    /// subscribe and recover; of a server's the connection ends (§10.4).
    void insufficientState() {
        if (!hasJoined()) {
            return;
        }
        client.context().engineMetrics().insufficientStates().increment();
        if (serverSide) {
            client.disconnect(Disconnect.INSUFFICIENT_STATE);
        } else {
            client.unsubscribe(spelling, UnsubscribeEvent.INSUFFICIENT_STATE, "insufficient state");
        }
    }

    @Override
    public void failed(Throwable failure) {
        client.failed(failure);
    }

    @Override
    public void cannotTake(ChannelMessage message) {
        client.disconnect(
                Disconnect.INAPPROPRIATE_PROTOCOL.because(
                        "inappropriate protocol: a message in \""
                                + spelling
                                + "\" is not JSON; connect with Protobuf"));
    }

    @Override
    public int slot() {
        return slot;
    }

    @Override
    public void slot(int newSlot) {
        slot = newSlot;
    }
}
