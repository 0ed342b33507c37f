package dev.freshet.engine.client;

import dev.freshet.engine.cluster.ControlCommand;
import dev.freshet.engine.cluster.ControlListener;
import dev.freshet.engine.cluster.Target;
import dev.freshet.engine.protocol.Disconnect;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Carries out commands for the clients of this node, each on its client's event loop. Any thread.
public final class ClientControl implements ControlListener {
    private static final Logger LOG = LoggerFactory.getLogger(ClientControl.class);

    private final List<ClientLoop> loops;
    private final ConnectionCount connections;

    public ClientControl(List<ClientLoop> loops, ConnectionCount connections) {
        this.loops = List.copyOf(loops);
        this.connections = connections;
    }

    @Override
    public void onCommand(String from, ControlCommand command) {
        switch (command) {
            case ControlCommand.Subscribe subscribe ->
                    each(subscribe.target(), client -> subscribe(client, subscribe));
            case ControlCommand.Unsubscribe(var target, var channel, var code, var reason) ->
                    each(target, client -> client.unsubscribe(channel, code, reason));
            case ControlCommand.Disconnect(var target, var code, var reason, var spared) ->
                    each(
                            target,
                            client -> {
                                if (!spared.contains(client.id())) {
                                    client.disconnect(new Disconnect(code, reason));
                                }
                            });
            case ControlCommand.Refresh refresh ->
                    each(refresh.target(), client -> refresh(client, refresh));
            case ControlCommand.Notify notify -> {}
            case ControlCommand.SurveyQuestion question -> {}
            case ControlCommand.SurveyAnswer answer -> {}
            case ControlCommand.Heartbeat heartbeat -> {}
            case ControlCommand.Goodbye goodbye -> {}
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

    /// Few commands are for everybody: a user's own connections are found without a walk over all.
    private void each(Target target, Consumer<Client> action) {
        var user = target.user();
        if (user != null && !user.isEmpty()) {
            for (var client : connections.ofUser(user)) {
                on(client.context(), () -> act(client, target, action));
            }
            return;
        }
        for (var loop : loops) {
            on(loop, () -> loop.forEachClient(client -> act(client, target, action)));
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

    private static void act(Client client, Target target, Consumer<Client> action) {
        if (client.isConnected() && target.matches(client.user(), client.id(), client.session())) {
            action.accept(client);
        }
    }
}
