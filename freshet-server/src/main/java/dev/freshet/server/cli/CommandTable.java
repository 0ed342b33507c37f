package dev.freshet.server.cli;

import dev.freshet.server.bench.BenchCommand;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;

/// Which commands there are. A new one is a line here.
public final class CommandTable {
    private static final Map<String, Supplier<Object>> COMMANDS = commands();

    private CommandTable() {}

    /// Knows the named command only, when the first argument names one; otherwise, for help and
    /// completion, all of them.
    public static CommandLine commandLine(String... args) {
        var root = new CommandLine(new RootCommand());
        var first = args.length == 0 ? "" : args[0];
        var named = COMMANDS.get(first);
        if (named != null && !first.equals("completion")) {
            root.addSubcommand(first, named.get());
        } else {
            COMMANDS.forEach((name, command) -> root.addSubcommand(name, command.get()));
        }
        root.setCaseInsensitiveEnumValuesAllowed(true);
        root.setExecutionExceptionHandler(new FailureHandler());
        return root;
    }

    private static Map<String, Supplier<Object>> commands() {
        var commands = new LinkedHashMap<String, Supplier<Object>>();
        commands.put("server", ServerCommand::new);
        commands.put("demo", DemoCommand::new);
        commands.put("push", PushCommand::new);
        commands.put("pub", PubCommand::new);
        commands.put("sub", SubCommand::new);
        commands.put("channels", ChannelsCommand::new);
        commands.put("config", ConfigCommand::new);
        commands.put("token", TokenCommand::new);
        commands.put("user", UserCommand::new);
        commands.put("org", OrgCommand::new);
        commands.put("bench", BenchCommand::new);
        commands.put("version", VersionCommand::new);
        commands.put("train", TrainCommand::new);
        commands.put("completion", CompletionCommand::new);
        return commands;
    }
}
