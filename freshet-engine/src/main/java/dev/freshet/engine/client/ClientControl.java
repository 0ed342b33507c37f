package dev.freshet.engine.client;

import dev.freshet.engine.cluster.ControlCommand;
import dev.freshet.engine.cluster.ControlListener;
import dev.freshet.engine.protocol.Disconnect;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Carries out commands for the clients of this node, each on its client's event loop. Any thread.
///
/// Who is still connecting is meant, too: see [Arrivals].
public final class ClientControl implements ControlListener {
    private static final Logger LOG = LoggerFactory.getLogger(ClientControl.class);

    private final List<ClientLoop> loops;
    private final ConnectionCount connections;

    public ClientControl(List<ClientLoop> loops, ConnectionCount connections) {
        this.loops = List.copyOf(loops);
        this.connections = connections;
    }

    /// Each loop looks at its own clients, because only there nobody becomes connected meanwhile.
    @Override
    public void onCommand(String from, ControlCommand command) {
        if (command instanceof ControlCommand.ForClients forClients) {
            for (var loop : loops) {
                on(loop, () -> carryOut(loop, forClients));
            }
        }
    }

    /// Other nodes go on talking while this one ends: then there is nobody to do it to.
    private static void on(ClientLoop loop, Runnable task) {
        try {
            loop.executor().execute(task);
        } catch (RejectedExecutionException ended) {
            LOG.debug("a command came after the end of the event loops");
        }
    }

    /// Few commands are for everybody: a user's own connections are found without a walk over all.
    private void carryOut(ClientLoop loop, ControlCommand.ForClients command) {
        var user = command.target().user();
        if (user == null || user.isEmpty()) {
            loop.forEachClient(client -> carryOut(client, command));
        } else {
            for (var client : connections.ofUser(user)) {
                if (client.context().equals(loop)) {
                    carryOut(client, command);
                }
            }
        }
        loop.arrivals().take(command);
    }

    /// Does it to a connected client that is meant.
    static void carryOut(Client client, ControlCommand.ForClients command) {
        if (client.isConnected() && isMeant(client, command)) {
            // What fails costs this client, and the others of the loop have their turn.
            HandlerCalls.goOn(client, () -> act(client, command));
        }
    }

    private static void act(Client client, ControlCommand.ForClients command) {
        switch (command) {
            case ControlCommand.Subscribe subscribe -> subscribe(client, subscribe);
            case ControlCommand.Unsubscribe(var target, var channel, var code, var reason) ->
                    client.unsubscribe(channel, code, reason);
            case ControlCommand.Disconnect disconnect -> disconnect(client, disconnect);
            case ControlCommand.Refresh refresh -> refresh(client, refresh);
        }
    }

    /// Ends a client that is meant, connected or not; nothing is known of a user before somebody
    /// said who it is.
    static void end(Client client, ControlCommand.Disconnect command) {
        boolean known = client.credentials() != null || !command.target().asksWho();
        if (known && isMeant(client, command)) {
            disconnect(client, command);
        }
    }

    private static boolean isMeant(Client client, ControlCommand.ForClients command) {
        var credentials = client.credentials();
        var realm = credentials == null ? "" : credentials.realm();
        return command.target().matches(client.user(), client.id(), client.session(), realm);
    }

    private static void disconnect(Client client, ControlCommand.Disconnect command) {
        if (!command.spared().contains(client.id())) {
            client.disconnect(new Disconnect(command.code(), command.reason()));
        }
    }

    private static void subscribe(Client client, ControlCommand.Subscribe command) {
        var reply = SubscribeReply.ok().withInfo(command.info());
        if (command.options() != null) {
            reply = reply.withOptions(command.options());
        }
        if (command.data() != null) {
            reply = reply.withData(command.data());
        } else {
            reply =
                    reply.withSnapshot(
                            client.context().handlers().snapshots().apply(command.channel()));
        }
        if (command.expireAt() != null) {
            reply = reply.withExpiry(Expiry.refreshedByServer(command.expireAt()));
        }
        client.subscribe(command.channel(), reply, command.recoverSince());
    }

    private static void refresh(Client client, ControlCommand.Refresh command) {
        if (command.expired()) {
            client.disconnect(Disconnect.CONNECTION_EXPIRED);
            return;
        }
        if (command.info() != null) {
            client.showInfo(command.info());
        }
        client.expireAt(command.expireAt());
    }
}
