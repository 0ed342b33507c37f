package dev.freshet.server.cli;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `freshet completion bash`.
@Command(
        name = "completion",
        description = "Print a completion script, for: source <(freshet completion bash)",
        mixinStandardHelpOptions = true)
final class CompletionCommand implements Runnable {
    /// Shells whose completion can be written; zsh reads the same script.
    enum Shell {
        BASH,
        ZSH
    }

    @Parameters(index = "0", description = "${COMPLETION-CANDIDATES}")
    private Shell shell = Shell.BASH;

    @Spec private @Nullable CommandSpec spec;

    @Override
    public void run() {
        var command = Objects.requireNonNull(spec).commandLine();
        var root = command.getParent();
        if (shell == Shell.ZSH) {
            command.getOut().println("autoload -U +X bashcompinit && bashcompinit");
        }
        command.getOut().println(AutoComplete.bash("freshet", root == null ? command : root));
        command.getOut().flush();
    }
}
