package dev.freshet.server.cli;

import io.netty.util.Version;
import picocli.CommandLine.IVersionProvider;

/// What runs here.
final class Versions implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {
            "Freshet " + freshet(),
            "JDK " + System.getProperty("java.vendor") + " " + Runtime.version(),
            "Netty " + netty(),
            "OS "
                    + System.getProperty("os.name")
                    + " "
                    + System.getProperty("os.version")
                    + " "
                    + System.getProperty("os.arch")
        };
    }

    /// The version in the jar's manifest.
    static String freshet() {
        var version = Versions.class.getPackage().getImplementationVersion();
        return version == null ? "(not from a jar)" : version;
    }

    private static String netty() {
        var common = Version.identify().get("netty-common");
        return common == null ? "(unknown)" : common.artifactVersion();
    }
}
