package dev.freshet.server.cli;

import picocli.CommandLine.Command;

/// `freshet` itself.
@Command(
        name = "freshet",
        description = "Real-time PUB/SUB server for dashboards.",
        versionProvider = Versions.class,
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:failed", "2:wrong usage"})
final class RootCommand extends GroupCommand {}
