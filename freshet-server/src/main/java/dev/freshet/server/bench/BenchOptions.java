package dev.freshet.server.bench;

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
}
