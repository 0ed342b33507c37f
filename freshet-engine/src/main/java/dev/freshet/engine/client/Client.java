package dev.freshet.engine.client;

import dev.freshet.engine.hub.Batch;
import dev.freshet.engine.protocol.ClientInfo;
import dev.freshet.engine.protocol.Disconnect;
import dev.freshet.engine.protocol.ErrorReply;
import dev.freshet.engine.protocol.Payload;
import dev.freshet.engine.protocol.Push;
import dev.freshet.engine.protocol.Request;
import dev.freshet.engine.protocol.Result;
import io.netty.buffer.ByteBuf;
import java.util.UUID;
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
    private final Subscriptions subscriptions = new Subscriptions();
    private @Nullable Credentials credentials;
    private State state = State.OPEN;
    private @Nullable Lag lag;
    private @Nullable CommandsAtWork atWork;

    private int place;
    private int pingBucket;
    private int pingSlot;
    private boolean owesPong;

    /// @param credentials what the HTTP layer found out, null when it did not ask
    public Client(ClientLoop context, Transport transport, @Nullable Credentials credentials) {
        this.context = context;
        this.transport = transport;
        this.credentials = credentials;
        this.id = context.newClientId();
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
    public java.util.concurrent.Executor executor() {
        return context.executor();
    }

    /// Sends an asynchronous message.
    public void send(Payload data) {
        if (state == State.CONNECTED) {
            transport.push(new Push.Message(data));
            closeWhenRepliesPileUp();
        }
    }

    /// Ends a subscription from the server's side; a code of 2500 and above asks the client to
    /// subscribe again.
    ///
    /// @param channel as the client spelled it
    public void unsubscribe(String channel, int code, String reason) {
        var subscription = subscriptions.get(channel);
        if (subscription == null || !subscription.isActive()) {
            return;
        }
        end(subscription, code);
        context.engineMetrics().unsubscribes().increment(Integer.toString(code));
        transport.push(new Push.Unsubscribe(channel, code, reason));
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
        context.engineMetrics().commands().increment(request.method());
        ConnectHandler.handle(this, 0, request);
    }

    /// A frame with one or more commands. The bytes are the caller's again afterwards.
    public void onFrame(byte[] buffer, int offset, int length) {
        assert context.executor().inEventLoop();
        CommandDispatcher.dispatch(this, buffer, offset, length);
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

    void connecting() {
        state = State.CONNECTING;
    }

    /// The connect command was accepted.
    void connected(Credentials accepted) {
        credentials = accepted;
        state = State.CONNECTED;
        context.keepAlive().connected(this);
        context.engineMetrics().connectionsAccepted().increment();
    }

    /// The connect command was refused: the reply is written, nothing more is read (§6).
    void connectRefused() {
        state = State.REFUSED;
        transport.abandon();
    }

    ClientInfo info() {
        return new ClientInfo(user(), id(), credentials == null ? null : credentials.info(), null);
    }

    void refuse(long commandId, ErrorReply error) {
        context.engineMetrics().replyErrors().increment(Integer.toString(error.code()));
        transport.error(commandId, error);
        closeWhenRepliesPileUp();
    }

    void reply(long commandId, Result result) {
        transport.reply(commandId, result);
        closeWhenRepliesPileUp();
    }

    void badRequest(String why) {
        disconnect(Disconnect.BAD_REQUEST.because("bad request: " + why));
    }

    /// Ends a subscription and tells the program.
    void end(Subscription subscription, int code) {
        subscriptions.remove(subscription);
        subscription.leave();
        HandlerCalls.tell(
                this,
                context.handlers().unsubscribed(),
                new UnsubscribeEvent(this, subscription.channel(), code));
    }

    // ---- deliveries

    void deliver(Batch batch) {
        if (lag == null && transport.isWritable()) {
            transport.send(batch.bytes(), batch.messages().size());
            return;
        }
        lag().hold(batch);
        closeWhenTooSlow();
    }

    /// Takes bytes that no other client gets.
    void deliverOwn(ByteBuf bytes, int messages) {
        if (lag == null && transport.isWritable()) {
            transport.send(bytes, messages);
            return;
        }
        lag().hold(bytes, messages);
        closeWhenTooSlow();
    }

    private Lag lag() {
        if (lag == null) {
            lag = new Lag();
            context.lagging(this, true);
        }
        return lag;
    }

    private void closeWhenTooSlow() {
        if (heldBytes() > context.limits().maxQueuedBytes()) {
            closeSlow();
        }
    }

    /// What a client is answered is not held back, so a client that asks and does not read is
    /// closed by what its transport could not send.
    private void closeWhenRepliesPileUp() {
        if (transport.unsentBytes() > context.limits().maxQueuedBytes()) {
            closeSlow();
        }
    }

    private void closeSlow() {
        disconnect(
                Disconnect.SLOW.because(
                        "slow: more than "
                                + context.limits().maxQueuedBytes()
                                + " bytes were waiting; subscribe to less or read faster"));
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
        context.engineMetrics().pongs().record(context.keepAlive().sincePing(this));
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
        subscriptions.forEach(subscription -> {
            if (subscription.isActive()) {
                end(subscription, UnsubscribeEvent.CONNECTION_CLOSED);
            }
        });
        if (lag != null) {
            lag.clear();
            lag = null;
        }
        context.closed(this);
        if (wasConnected) {
            context.keepAlive().closed(this);
            context.connections().remove(user());
            HandlerCalls.tell(
                    this, context.handlers().disconnected(), new DisconnectEvent(this, disconnect));
        }
    }
}
