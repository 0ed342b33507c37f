package dev.freshet.engine.client;

import dev.freshet.engine.hub.Batch;
import dev.freshet.engine.protocol.ClientInfo;
import dev.freshet.engine.protocol.Command;
import dev.freshet.engine.protocol.Disconnect;
import dev.freshet.engine.protocol.ErrorReply;
import dev.freshet.engine.protocol.JsonCommandReader;
import dev.freshet.engine.protocol.MalformedCommandException;
import dev.freshet.engine.protocol.Payload;
import dev.freshet.engine.protocol.Push;
import dev.freshet.engine.protocol.Request;
import dev.freshet.engine.protocol.Result;
import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One connection's protocol state.
///
/// Belongs to its event loop, which every method but those marked otherwise asserts. Commands start
/// in the order in which they came; while a connect is being decided, or as many handlers are at
/// work as may be, reading stops.
public final class Client {
    private static final Logger LOG = LoggerFactory.getLogger(Client.class);
    private static final byte[] NOTHING = {};

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

    private int handlersAtWork;
    private int publicationsWithoutRoom;
    private boolean paused;
    private byte[] restOfFrame = NOTHING;

    private int place;
    private int pingBucket;
    private int pingSlot;
    private boolean owesPong;

    /// @param credentials what the HTTP layer found out, null when it did not ask
    public Client(ClientLoop context, Transport transport, @Nullable Credentials credentials) {
        this.context = context;
        this.transport = transport;
        this.credentials = credentials;
        this.id = randomId();
        context.opened(this);
    }

    private UUID randomId() {
        long high = (context.random().nextLong() & ~0xf000L) | 0x4000L;
        long low = (context.random().nextLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
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

    /// A frame with one or more commands. The bytes are the caller's again afterwards.
    public void onFrame(byte[] buffer, int offset, int length) {
        assert context.executor().inEventLoop();
        readCommands(new JsonCommandReader(buffer, offset, length), buffer, offset + length);
    }

    /// The peer answered a WebSocket ping frame.
    public void onPongFrame() {
        owesPong = false;
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
        while (!held.isEmpty() && transport.isWritable()) {
            held.sendNext(transport);
        }
        if (held.isEmpty()) {
            lag = null;
            context.lagging(this, false);
        }
    }

    // ---- commands

    private void readCommands(JsonCommandReader reader, byte[] buffer, int end) {
        try {
            while (reader.hasNext() && state != State.CLOSED && state != State.REFUSED) {
                if (mustWait()) {
                    restOfFrame = Arrays.copyOfRange(buffer, Math.min(reader.position(), end), end);
                    return;
                }
                dispatch(reader.next());
            }
        } catch (MalformedCommandException e) {
            disconnect(Disconnect.BAD_REQUEST.because("bad request: " + e.getMessage()));
        }
        pauseWhenWaiting();
    }

    private boolean mustWait() {
        boolean wait =
                state == State.CONNECTING
                        || publicationsWithoutRoom > 0
                        || handlersAtWork >= context.limits().handlerConcurrency();
        if (wait && !paused) {
            paused = true;
            transport.pauseReading();
        }
        return wait;
    }

    private void pauseWhenWaiting() {
        if (state != State.CLOSED) {
            mustWait();
        }
    }

    /// Goes on with the commands that had to wait, then with reading.
    private void resume() {
        if (!paused || state == State.CLOSED || state == State.REFUSED) {
            return;
        }
        paused = false;
        if (mustWait()) {
            return;
        }
        if (restOfFrame.length > 0) {
            var rest = restOfFrame;
            restOfFrame = NOTHING;
            readCommands(new JsonCommandReader(rest, 0, rest.length), rest, rest.length);
        }
        if (!paused && state != State.CLOSED) {
            transport.resumeReading();
        }
    }

    private void dispatch(Command command) {
        context.metrics().received(1, 0);
        if (state == State.OPEN && !(command.request() instanceof Request.Connect)) {
            badRequest("the first command must be connect");
            return;
        }
        if (command.pong()) {
            pong();
            return;
        }
        var request = command.request();
        if (request == null) {
            badRequest("the command names no known operation");
            return;
        }
        context.engineMetrics().commands().increment(request.method());
        long commandId = command.id();
        switch (request) {
            case Request.Connect connect -> ConnectHandler.handle(this, commandId, connect);
            case Request.Subscribe subscribe -> SubscribeHandler.handle(this, commandId, subscribe);
            case Request.Unsubscribe unsubscribe ->
                    UnsubscribeHandler.handle(this, commandId, unsubscribe.channel());
            case Request.Publish publish -> PublishHandler.handle(this, commandId, publish);
            case Request.Rpc rpc -> RpcHandler.handle(this, commandId, rpc);
            case Request.Send send -> message(send);
            case Request.Presence presence ->
                    unavailable(commandId, "presence", presence.channel());
            case Request.PresenceStats stats ->
                    unavailable(commandId, "presence_stats", stats.channel());
            case Request.History history -> unavailable(commandId, "history", history.channel());
            case Request.Refresh refresh -> unavailable(commandId, "refresh", refresh.token());
            case Request.SubRefresh refresh ->
                    unavailable(commandId, "sub_refresh", refresh.channel());
        }
    }

    private void message(Request.Send send) {
        var handler = context.handlers().message();
        if (handler == null) {
            disconnect(
                    Disconnect.NOT_AVAILABLE.because(
                            "not available: this server takes no messages (send)"));
            return;
        }
        try {
            handler.accept(new MessageEvent(this, send.data()));
        } catch (Throwable e) {
            // There is no reply that could carry the error.
            disconnect(
                    Disconnect.INTERNAL.because(
                            "internal server error; the server's log has it under " + logged(e)));
        }
    }

    private void unavailable(long commandId, String method, String mandatory) {
        if (mandatory.isEmpty()) {
            badRequest(method + " without its mandatory text");
            return;
        }
        refuse(
                commandId,
                ErrorReply.NOT_AVAILABLE.because(
                        "not available: this server does not offer " + method));
    }

    private void pong() {
        if (!owesPong) {
            badRequest("a command without id is a pong, and no ping was waiting for one");
            return;
        }
        owesPong = false;
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

    boolean isFirstConnect() {
        return state == State.OPEN;
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

    /// Lets a handler work on an event and hands its answer on, on this event loop; nothing comes
    /// of it when the connection has closed meanwhile.
    <E, R> void ask(EventHandler<E, R> handler, E event, Consumer<Answer<R>> then) {
        CompletableFuture<Answer<R>> future;
        try {
            future = handler.handle(event).toCompletableFuture();
        } catch (Throwable e) {
            // Whatever a program does here, its mistake costs this command and nothing else.
            then.accept(Answer.refuse(internal(e)));
            return;
        }
        if (future.isDone() && !future.isCompletedExceptionally()) {
            take(future.join(), null, then);
            return;
        }
        workBegins();
        future.whenComplete((answer, failure) ->
                context.executor()
                        .execute(() -> {
                            if (state != State.CLOSED) {
                                take(answer, failure, then);
                            }
                            workEnds();
                        }));
    }

    private <R> void take(
            @Nullable Answer<R> answer, @Nullable Throwable failure, Consumer<Answer<R>> then) {
        if (answer != null) {
            then.accept(answer);
            return;
        }
        var cause = failure == null ? new NullPointerException("the answer is null") : failure;
        then.accept(Answer.refuse(internal(cause)));
    }

    /// Something is at work that counts against the limit of handlers.
    void workBegins() {
        handlersAtWork++;
    }

    void workEnds() {
        handlersAtWork--;
        resume();
    }

    /// The one place that turns a failure of the program into an error with a reference that stands
    /// in the log, too.
    ErrorReply internal(Throwable failure) {
        return ErrorReply.INTERNAL.because(
                "internal server error; the server's log has it under " + logged(failure));
    }

    private String logged(Throwable failure) {
        var reference = Long.toHexString(context.random().nextLong());
        LOG.error(
                "client {} user {}: a handler failed, reference {}",
                id,
                user(),
                reference,
                failure);
        return reference;
    }

    /// Tells the program something that needs no answer; a failure there is its own affair.
    private <E> void tell(Consumer<E> listener, E event) {
        try {
            listener.accept(event);
        } catch (Throwable e) {
            logged(e);
        }
    }

    /// Reads no more commands until the channel has room for a publication, then runs the task.
    void whenRoom(String channel, Runnable task) {
        publicationsWithoutRoom++;
        context.node()
                .onRoom(
                        channel,
                        () ->
                                context.executor()
                                        .execute(() -> {
                                            publicationsWithoutRoom--;
                                            if (state != State.CLOSED) {
                                                task.run();
                                                resume();
                                            }
                                        }));
    }

    /// Ends a subscription and tells the program.
    void end(Subscription subscription, int code) {
        subscriptions.remove(subscription);
        subscription.leave();
        tell(
                context.handlers().unsubscribed(),
                new UnsubscribeEvent(this, subscription.channel(), code));
    }

    // ---- deliveries

    void deliver(Batch batch) {
        if (lag == null && transport.isWritable()) {
            transport.send(batch.bytes(), batch.publications().size());
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

    boolean isWaitingForConnect() {
        return state == State.OPEN || state == State.CONNECTING;
    }

    void ping() {
        owesPong = true;
        transport.ping();
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
        restOfFrame = NOTHING;
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
            tell(context.handlers().disconnected(), new DisconnectEvent(this, disconnect));
        }
    }
}
