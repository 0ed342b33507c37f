package dev.freshet.server.bench;

/// What a command was asked to do, complete.
record BenchSession(
        Scenario scenario, ServerUnderTest server, LoadPlan plan, OutputOptions output) {

    /// Another load on the same server.
    BenchSession with(LoadPlan other) {
        return new BenchSession(scenario, server, other, output);
    }

    LoadDriver start(int progressSeconds, Interruption interruption) {
        return new LoadDriver(
                server.target(),
                plan,
                server.process(),
                output.progress(progressSeconds),
                interruption::isAsked);
    }

    ResultText result() {
        return new ResultText(scenario, server.target(), plan);
    }
}
