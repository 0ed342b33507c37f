package dev.freshet.engine.client;

import dev.freshet.engine.cluster.ControlCommand;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The clients of one event loop that are not connected yet, and what the cluster commands
/// meanwhile.
///
/// Whose a connection is may show only when the program has answered its connect command, and the
/// program may have been asked before the command of the cluster: such a command is kept until
/// then, once for all who are connecting. What ends connections ends them as soon as it is known
/// that they are meant; everything else is done behind the connect reply. Who has not sent its
/// connect command gets what the program decides then, and can only be ended. Event loop only.
final class Arrivals {
    /// Those whose connect command has not come.
    private final Set<Client> open = new LinkedHashSet<>();

    /// Those whose connect command is being decided, the longest waiting first, and the number of
    /// the first command that came behind it.
    private final Map<Client, Long> connecting = new LinkedHashMap<>();

    /// What came since the longest waiting connect command.
    private final ArrayDeque<ControlCommand.ForClients> commands = new ArrayDeque<>();

    private long firstNumber;

    // ---- clients

    void opened(Client client) {
        open.add(client);
    }

    /// The connect command has come.
    void connecting(Client client) {
        open.remove(client);
        connecting.put(client, firstNumber + commands.size());
    }

    /// The program has said who it is: what was to end it does so now.
    void identified(Client client) {
        for (var command : commandsSince(client)) {
            if (command instanceof ControlCommand.Disconnect disconnect) {
                ClientControl.end(client, disconnect);
            }
        }
    }

    /// The connect reply is written: what came meanwhile follows.
    void connected(Client client) {
        var missed = commandsSince(client);
        left(client);
        missed.forEach(command -> ClientControl.carryOut(client, command));
    }

    /// The client is not waited for any more.
    void left(Client client) {
        open.remove(client);
        if (connecting.remove(client) != null) {
            forgetCommands();
        }
    }

    private List<ControlCommand.ForClients> commandsSince(Client client) {
        var since = connecting.get(client);
        return since == null || commands.isEmpty()
                ? List.of()
                : commands.stream().skip(since - firstNumber).toList();
    }

    private void forgetCommands() {
        var longestWaiting = connecting.values().iterator();
        long needed =
                longestWaiting.hasNext() ? longestWaiting.next() : firstNumber + commands.size();
        for (; firstNumber < needed; firstNumber++) {
            commands.removeFirst();
        }
    }

    // ---- commands

    /// Takes a command that has been carried out for those who are connected.
    void take(ControlCommand.ForClients command) {
        if (!connecting.isEmpty()) {
            commands.addLast(command);
        }
        if (command instanceof ControlCommand.Disconnect disconnect) {
            List.copyOf(open).forEach(client -> ClientControl.end(client, disconnect));
            List.copyOf(connecting.keySet())
                    .forEach(client -> ClientControl.end(client, disconnect));
        }
    }

    /// How many commands are kept.
    int commands() {
        return commands.size();
    }
}
