package dev.freshet.server.cli;

import dev.freshet.server.config.InvalidConfig;
import dev.freshet.server.storage.DatabaseBusy;
import dev.freshet.server.storage.DatabaseUnusable;
import dev.freshet.server.tls.BadCertificate;
import java.io.PrintWriter;
import java.util.concurrent.CompletionException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/// Turns what a command threw into a sentence and an exit code; only the unexpected shows where it
/// came from.
final class FailureHandler implements IExecutionExceptionHandler {
    @Override
    public int handleExecutionException(
            Exception failure, CommandLine command, ParseResult parsed) {
        print(command.getErr(), failure);
        return CommandLine.ExitCode.SOFTWARE;
    }

    private static void print(PrintWriter err, Throwable failure) {
        switch (failure) {
            case InvalidConfig invalid -> {
                err.println("The configuration cannot be used:");
                invalid.problems().forEach(problem -> err.println("  " + problem));
            }
            case CommandFailure _, DatabaseUnusable _, DatabaseBusy _, BadCertificate _ ->
                    err.println(failure.getMessage());
            case CompletionException wrapped when wrapped.getCause() != null ->
                    print(err, wrapped.getCause());
            default -> {
                err.println("Something unexpected went wrong; please report this:");
                failure.printStackTrace(err);
            }
        }
        err.flush();
    }
}
