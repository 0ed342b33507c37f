package dev.freshet.server.bench;

import java.util.function.BooleanSupplier;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/// What all benchmark commands understand.
final class BenchOptions {
    @Mixin private TargetOptions target = new TargetOptions();
    @Mixin private LoadOptions load = new LoadOptions();
    @Mixin private OutputOptions output = new OutputOptions();

    TargetOptions target() {
        return target;
    }

    LoadOptions load() {
        return load;
    }

    OutputOptions output() {
        return output;
    }

    /// Looks up the server that the options name.
    BenchSession session(Scenario scenario, LoadPlan plan) {
        return new BenchSession(scenario, ServerUnderTest.of(this), plan, output);
    }

    /// Runs a measurement, which is true when all went well, and says in one line why there is
    /// none.
    int exitCode(BooleanSupplier run) {
        try {
            return run.getAsBoolean() ? ExitCode.OK : ExitCode.SOFTWARE;
        } catch (LoadFailure failure) {
            output.remark(String.valueOf(failure.getMessage()));
            return ExitCode.SOFTWARE;
        }
    }
}
