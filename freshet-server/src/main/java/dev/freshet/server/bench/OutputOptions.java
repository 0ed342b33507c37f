package dev.freshet.server.bench;

import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/// The options that say how the result is told.
final class OutputOptions {
    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    @Option(names = "--json", description = "Prints the result as one line of JSON.")
    private boolean json;

    @Option(names = "--quiet", description = "Prints no progress.")
    private boolean quiet;

    @Option(
            names = "--label",
            paramLabel = "TEXT",
            defaultValue = "",
            description = "Copied to the JSON.")
    private String label = "";

    /// @param seconds between two lines
    Progress progress(int seconds) {
        return new Progress(quiet ? null : err(), seconds);
    }

    /// Tells something that the progress lines do not, unless they are not wanted.
    void progress(String line) {
        if (!quiet) {
            err().println("        " + line);
            err().flush();
        }
    }

    /// Tells something that is not part of the result.
    void remark(String line) {
        err().println("bench: " + line);
        err().flush();
    }

    void print(Report report) {
        if (json) {
            var values = report.values();
            if (!label.isEmpty()) {
                values.putFirst("label", label);
            }
            out().println(JsonMapper.shared().writeValueAsString(values));
        } else {
            out().print(report.table());
        }
        out().flush();
    }

    private PrintWriter out() {
        return line().getOut();
    }

    private PrintWriter err() {
        return line().getErr();
    }

    private picocli.CommandLine line() {
        if (command == null) {
            throw new IllegalStateException("the options were not read by a command");
        }
        return command.commandLine();
    }
}
