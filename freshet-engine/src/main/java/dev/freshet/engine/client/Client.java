package dev.freshet.engine.client;

import dev.freshet.engine.channel.SlowRule;
import dev.freshet.engine.hub.Batch;
import dev.freshet.engine.protocol.ChannelMessage;
import dev.freshet.engine.protocol.ClientInfo;
import dev.freshet.engine.protocol.Command;
import dev.freshet.engine.protocol.Disconnect;
import dev.freshet.engine.protocol.ErrorReply;
import dev.freshet.engine.protocol.Payload;
import dev.freshet.engine.protocol.Push;
import dev.freshet.engine.protocol.Request;
import dev.freshet.engine.protocol.Result;
import dev.freshet.engine.protocol.StreamPosition;
import io.netty.buffer.ByteBuf;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One connection's protocol state.
///
/// Belongs to its event loop, on which every method but those marked otherwise is called. What
/// comes in goes through [CommandDispatcher] to a class per command; what these need is here: the
/// state, the subscriptions, the replies. Publications come in at [#deliver].
public final class Client {
    private static final Logger LOG = LoggerFactory.getLogger(Client.class);

    private enum State {
        OPEN,
        CONNECTING,
        CONNECTED,
        REFUSED,
        CLOSED
    }

    private final ClientLoop context;
    private final Transport transport;
    private final UUID id;
    private final Subscriptions subscriptions = new Subscriptions(this);
    private @Nullable Credentials credentials;
    private State state = State.OPEN;
    private @Nullable Lag lag;
    private @Nullable CommandsAtWork atWork;
    private @Nullable ConnectionExpiry expiry;

    /// Who refreshes it, since it first was to expire; null before.
    private @Nullable Boolean refreshedByClient;

    private @Nullable UserUsage usage;
    private @Nullable RateMeter rate;
    private KeepAlive keepAlive;

    /// In the list of the user's clients, whose lock guards it.
    private int placeOfUser;

    private int place;
    private int pingBucket;
    private int pingSlot;
    private byte upkeepShare = -1;
    private boolean owesPong;

    /// @param credentials what the HTTP layer found out, null when it did not ask
    public Client(ClientLoop context, Transport transport, @Nullable Credentials credentials) {
        this.context = context;
        this.transport = transport;
        this.credentials = credentials;
        this.id = context.newClientId();
        this.keepAlive = context.keepAlive();
        var limit = context.limits().rate();
        this.rate = limit.isNone() ? null : new RateMeter(limit, context.nanoTime());
        context.opened(this);
    }

    // ---- what embedding programs see

    /// The connection's id, a random UUID. Any thread.
    public String id() {
        return id.toString();
    }

    /// Who it is; null before the connect command was accepted, unless the HTTP layer knew.
    public @Nullable Credentials credentials() {
        return credentials;
    }

    /// The user's id; empty for anonymous.
    public String user() {
        return credentials == null ? "" : credentials.user();
    }

    public boolean isConnected() {
        return state == State.CONNECTED;
    }

    /// The event loop that this client belongs to; hand over work with `execute`. Any thread.
    public Executor executor() {
        return context.executor();
    }

    /// Sends an asynchronous message.
    public void send(Payload data) {
        if (state == State.CONNECTED) {
            push(new Push.Message(data), transport.codec().carries(data));
        }
    }

    /// Subscribes the client from the server's side (§14). What the client has missed since
    /// `recoverSince` is sent behind the push.
    ///
    /// @param channel the name that the client will see
    /// @param recoverSince null to begin with what comes
    public void subscribe(
            String channel, SubscribeReply options, @Nullable StreamPosition recoverSince) {
        if (state == State.CONNECTED) {
            HandlerCalls.goOn(
                    this,
                    () -> ServerSubscriptions.subscribe(this, channel, options, recoverSince));
        }
    }

    /// Ends a subscription from the server's side; a code of 2500 and above asks the client to
    /// subscribe again. One that is being made ends when it is made. Nothing happens when there is
    /// none.
    ///
    /// @param channel as the client knows it
    public void unsubscribe(String channel, int code, String reason) {
        var subscription = subscriptions.get(channel);
        if (subscription == null) {
            return;
        }
        if (subscription.isPending()) {
            subscription.whenSettled(() -> unsubscribe(channel, code, reason));
            return;
        }
        subscriptions.end(subscription, code);
        context.engineMetrics().unsubscribes().increment(Integer.toString(code));
        push(new Push.Unsubscribe(channel, code, reason), true);
    }

    /// Changes when the connection expires, and tells the client; null for never. Who refreshes it
    /// stays as it was. A time that is over ends the connection.
    public void expireAt(@Nullable Instant at) {
        if (state != State.CONNECTED) {
            return;
        }
        boolean byClient = refreshedByClient == null || refreshedByClient;
        var changed = at == null ? null : new Expiry(at, byClient);
        if (changed != null && changed.isPast(context.now())) {
            disconnect(Disconnect.CONNECTION_EXPIRED);
            return;
        }
        expire(changed);
        int ttl = changed == null ? 0 : changed.ttlSeconds(context.now());
        push(new Push.Refresh(changed != null, ttl), true);
    }

    /// The connection's secret, for emulation; empty on transports without. Any thread.
    public String session() {
        return transport.session();
    }

    /// Visits the open subscriptions; the visitor may end them.
    public void forEachSubscription(Consumer<Subscription> action) {
        subscriptions.forEach(subscription -> {
            if (subscription.isActive()) {
                action.accept(subscription);
            }
        });
    }

    /// Closes the connection with a code and a reason.
    public void disconnect(Disconnect disconnect) {
        if (state != State.CLOSED) {
            LOG.debug(
                    "client {} user {}: closed with {} {}",
                    id,
                    user(),
                    disconnect.code(),
                    disconnect.reason());
            context.engineMetrics().disconnects().increment(Integer.toString(disconnect.code()));
            transport.close(disconnect);
            closed(disconnect);
        }
    }

    // ---- from the transport

    /// The connect request of a unidirectional transport, which is no command (§22).
    public void onConnectRequest(Request.Connect request) {
        assert context.executor().inEventLoop();
        var command = new Command(0, request, false);
        HandlerCalls.goOn(this, () -> CommandDispatcher.dispatch(this, command));
    }

    /// A frame with one or more commands. The bytes are the caller's again afterwards.
    public void onFrame(byte[] buffer, int offset, int length) {
        assert context.executor().inEventLoop();
        CommandDispatcher.receive(this, buffer, offset, length);
    }

    /// The peer answered a WebSocket ping frame.
    public void onPongFrame() {
        if (owesPong) {
            ponged();
        }
    }

    /// The connection is gone.
    public void onClosed() {
        closed(null);
    }

    /// The transport can take more: what was held back goes first.
    public void onWritable() {
        var held = lag;
        if (held == null) {
            return;
        }
        held.sendTo(transport);
        if (held.isEmpty()) {
            lag = null;
            context.lagging(this, false);
        }
    }

    // ---- for the command handlers of this package

    ClientLoop context() {
        return context;
    }

    Transport transport() {
        return transport;
    }

    Subscriptions subscriptions() {
        return subscriptions;
    }

    boolean isClosed() {
        return state == State.CLOSED;
    }

    /// True until the connect command has come.
    boolean isNew() {
        return state == State.OPEN;
    }

    boolean isConnecting() {
        return state == State.CONNECTING;
    }

    /// False when nothing that the peer still says counts.
    boolean takesCommands() {
        return state != State.CLOSED && state != State.REFUSED;
    }

    /// What is at work; the caller begins something.
    CommandsAtWork atWork() {
        if (atWork == null) {
            atWork = new CommandsAtWork(this);
        }
        return atWork;
    }

    void nothingAtWork() {
        atWork = null;
    }

    /// True when no command may start now.
    boolean mustWait() {
        return atWork != null && atWork.mustWait();
    }

    /// Who it is, for what happens before the connect command is answered.
    void identify(Credentials accepted) {
        credentials = accepted;
        context.arrivals().identified(this);
    }

    void connecting() {
        state = State.CONNECTING;
        context.arrivals().connecting(this);
    }

    /// The connect command was accepted.
    ConnectionCount.Counted connected(Credentials accepted, PingRule pings) {
        credentials = accepted;
        state = State.CONNECTED;
        keepAlive = context.keepAlive(pings);
        keepAlive.connected(this);
        context.engineMetrics().connectionsAccepted().increment();
        var counted =
                context.connections()
                        .add(this, context.limits().perUser().rate(), context.nanoTime());
        usage = credentials.shared() ? null : counted.usage();
        if (usage != null) {
            usage.addSubscriptions(subscriptions.size());
        }
        return counted;
    }

    /// What all connections of this user do; null before the connect command, and where many people
    /// are that user.
    @Nullable UserUsage usage() {
        return usage;
    }

    @Nullable RateMeter rate() {
        return rate;
    }

    /// True when the client is to refresh it, or was until the server took its expiry away.
    boolean isRefreshedByClient() {
        return refreshedByClient != null && refreshedByClient;
    }

    /// True while nothing has changed when the connection expires.
    boolean expiresBy(ConnectionExpiry asked) {
        return expiry == asked;
    }

    void expire(@Nullable Expiry newExpiry) {
        if (expiry != null) {
            expiry.cancel();
        }
        expiry = newExpiry == null ? null : new ConnectionExpiry(this, newExpiry);
        if (newExpiry != null) {
            refreshedByClient = newExpiry.clientRefreshes();
        }
    }

    /// What others are shown of this connection from now on.
    void showInfo(Payload newInfo) {
        if (credentials != null) {
            credentials = credentials.withInfo(newInfo);
        }
    }

    /// The connect command was refused: the reply is written, nothing more is read (§6).
    void connectRefused() {
        if (state != State.CLOSED) {
            state = State.REFUSED;
            context.arrivals().left(this);
            transport.abandon();
        }
    }

    ClientInfo info(@Nullable Payload chanInfo) {
        return new ClientInfo(
                user(), id(), credentials == null ? null : credentials.info(), chanInfo);
    }

    void refuse(long commandId, String method, ErrorReply error) {
        if (doRepliesPileUp()) {
            closeSlow();
            return;
        }
        context.engineMetrics().replyErrors().increment(Integer.toString(error.code()));
        transport.error(commandId, error);
        answered(commandId, method, error);
    }

    void reply(long commandId, Result result) {
        if (!transport.codec().carries(result)) {
            closeInappropriate();
            return;
        }
        if (doRepliesPileUp()) {
            closeSlow();
            return;
        }
        transport.reply(commandId, result);
        answered(commandId, result.method(), null);
    }

    private void answered(long commandId, String method, @Nullable ErrorReply error) {
        var hook = context.handlers().hook();
        if (hook != null) {
            HandlerCalls.tell(this, each -> hook.after(this, commandId, method, error), this);
        }
    }

    void push(Push push, boolean carried) {
        if (!carried) {
            closeInappropriate();
            return;
        }
        if (doRepliesPileUp()) {
            closeSlow();
            return;
        }
        transport.push(push);
    }

    private void closeInappropriate() {
        disconnect(
                Disconnect.INAPPROPRIATE_PROTOCOL.because(
                        "inappropriate protocol: what was to be sent is not JSON; connect with"
                                + " Protobuf"));
    }

    /// Something failed that nobody foresaw.
    void failed(Throwable failure) {
        disconnect(Disconnect.INTERNAL.because(HandlerCalls.internal(this, failure).message()));
    }

    void badRequest(String why) {
        disconnect(Disconnect.BAD_REQUEST.because("bad request: " + why));
    }

    // ---- deliveries

    void deliver(Subscription subscription, Batch batch) {
        if (lag == null && transport.isWritable()) {
            transport.send(batch.bytes(), batch.messages().size());
        } else {
            lag().hold(subscription, batch);
        }
    }

    /// Takes bytes that no other client gets.
    void deliverOwn(Subscription subscription, ByteBuf bytes, List<ChannelMessage> messages) {
        if (lag == null && transport.isWritable()) {
            transport.send(bytes, messages.size());
        } else {
            lag().hold(subscription, bytes, messages);
        }
    }

    /// Keeps the newest of some messages for a client that cannot take more.
    void conflate(Subscription subscription, List<ChannelMessage> messages) {
        lag().conflate(subscription, messages);
    }

    /// True when what is sent now may be dropped before it leaves, by the subscription's slow rule.
    boolean dropsFor(Subscription subscription) {
        return subscription.slowRule() != SlowRule.DISCONNECT
                && (lag != null || !transport.isWritable());
    }

    private Lag lag() {
        if (lag == null) {
            lag = new Lag(this);
            context.lagging(this, true);
        }
        return lag;
    }

    /// What a client is answered is not held back, so a client that asks and does not read is
    /// closed by what its transport could not send before the next reply. One reply may be larger:
    /// nothing says yet that it will not be read.
    private boolean doRepliesPileUp() {
        long max = context.limits().maxQueuedBytes();
        if (transport.unsentBytes() <= max) {
            return false;
        }
        transport.flush();
        return transport.unsentBytes() > max;
    }

    void closeSlow() {
        closeSlow(
                "slow: more than "
                        + context.limits().maxQueuedBytes()
                        + " bytes were waiting; subscribe to less or read faster");
    }

    void closeSlow(String reason) {
        if (lag != null) {
            lag.countClosed();
        }
        disconnect(Disconnect.SLOW.because(reason));
    }

    /// Throws away what is held for a subscription that has ended.
    void forgetHeld(Subscription subscription) {
        if (lag != null) {
            lag.forget(subscription);
        }
    }

    long heldBytes() {
        return lag == null ? 0 : lag.bytes();
    }

    // ---- keep-alive

    /// A refused client whose transport is emulated has nothing to drop it but this (§6).
    boolean isWaitingForConnect() {
        return state == State.OPEN
                || state == State.CONNECTING
                || (state == State.REFUSED && transport.isEmulated());
    }

    void ping() {
        owesPong = !transport.isUnidirectional();
        transport.ping();
    }

    /// A command without id, which can only be the answer to a ping.
    void onPong() {
        if (!owesPong) {
            badRequest("a command without id is a pong, and no ping was waiting for one");
            return;
        }
        ponged();
    }

    private void ponged() {
        owesPong = false;
        context.engineMetrics().pongs().record(keepAlive.sincePing(this));
    }

    boolean owesPong() {
        return owesPong;
    }

    void pingPlace(int bucket, int slot) {
        pingBucket = bucket;
        pingSlot = slot;
    }

    int pingBucket() {
        return pingBucket;
    }

    int pingSlot() {
        return pingSlot;
    }

    int upkeepShare() {
        return upkeepShare;
    }

    void upkeepShare(int share) {
        upkeepShare = (byte) share;
    }

    int placeOfUser() {
        return placeOfUser;
    }

    void placeOfUser(int newPlace) {
        placeOfUser = newPlace;
    }

    int place() {
        return place;
    }

    void place(int newPlace) {
        place = newPlace;
    }

    private void closed(@Nullable Disconnect disconnect) {
        if (state == State.CLOSED) {
            return;
        }
        boolean wasConnected = state == State.CONNECTED;
        state = State.CLOSED;
        if (atWork != null) {
            atWork.forgetRest();
        }
        expire(null);
        subscriptions.forEach(subscription -> {
            if (subscription.isActive()) {
                subscriptions.end(subscription, UnsubscribeEvent.CONNECTION_CLOSED);
            } else {
                subscriptions.abort(subscription);
            }
        });
        if (lag != null) {
            lag.clear();
            lag = null;
        }
        context.closed(this);
        if (wasConnected) {
            keepAlive.closed(this);
            context.connections().remove(this);
            HandlerCalls.tell(
                    this, context.handlers().disconnected(), new DisconnectEvent(this, disconnect));
        }
    }
}
