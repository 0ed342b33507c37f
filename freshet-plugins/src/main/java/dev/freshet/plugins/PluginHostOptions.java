package dev.freshet.plugins;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// What a [PluginHost] needs to know. Immutable; made by [#builder].
///
/// @param directories searched for plugins, in this order; one that is missing is skipped
/// @param allowUnsigned ids of plugins that may run although nobody vouches for them (`[plugins]
///   allow_loading_unsigned_plugins`)
/// @param developmentMode every plugin may run that nobody vouches for (`app_mode = development`)
/// @param settings the ini sections `[plugin.<id>]`: plugin id → key → value; handed to the program
///   as `GF_PLUGIN_<KEY>`
/// @param hostEnvironment the server's own environment, of which a plugin gets a few harmless names
/// @param runtimeDirectory where sockets and process records live; made when missing, mode 0700; a
///   short path, because a socket's path has a limit
/// @param grafanaVersion the version of Grafana this host stands for, `x.y.z`
/// @param grafanaConfig sent with every call, the same for as long as the host lives; the SQL
///   limits that plugins expect are added
/// @param maxPacketBytes the largest message taken from a plugin, in bytes
/// @param mutualTls plugins and host prove to each other who they are, by certificates made at the
///   start
/// @param startTimeout how long a program may take from its start to answering
/// @param callTimeout how long a plugin may take to answer SubscribeStream, PublishStream,
///   CheckHealth and CollectMetrics; QueryData has six times as long
/// @param probeInterval how often a process that runs is asked whether it still serves; after three
///   times without an answer within `callTimeout` it is ended and started again
/// @param clock tells the time for [PluginStatus#since] and for how long a process has lived
public record PluginHostOptions(
        List<Path> directories,
        Set<String> allowUnsigned,
        boolean developmentMode,
        Map<String, Map<String, String>> settings,
        Map<String, String> hostEnvironment,
        Path runtimeDirectory,
        String grafanaVersion,
        SortedMap<String, String> grafanaConfig,
        int maxPacketBytes,
        boolean mutualTls,
        Duration startTimeout,
        Duration callTimeout,
        Duration probeInterval,
        InstantSource clock) {
    /// The longest [#runtimeDirectory] in bytes: a socket's path may have 103 on macOS and 107 on
    /// Linux, and the plugin's own folder and file name go behind.
    public static final int MAX_RUNTIME_DIRECTORY_BYTES = 70;

    /// Checks the values.
    ///
    /// @throws IllegalArgumentException when one cannot work; the message says which and why
    public PluginHostOptions {
        directories = List.copyOf(directories);
        allowUnsigned = Set.copyOf(allowUnsigned);
        settings = Map.copyOf(settings);
        hostEnvironment = Map.copyOf(hostEnvironment);
        runtimeDirectory = runtimeDirectory.toAbsolutePath().normalize();
        grafanaConfig = Collections.unmodifiableSortedMap(new TreeMap<>(grafanaConfig));
        int length = runtimeDirectory.toString().getBytes(UTF_8).length;
        if (length > MAX_RUNTIME_DIRECTORY_BYTES) {
            throw new IllegalArgumentException(
                    "The directory for plugin sockets, %s, has a path of %d bytes; a socket needs one of at most %d, for example /run/freshet"
                            .formatted(runtimeDirectory, length, MAX_RUNTIME_DIRECTORY_BYTES));
        }
        if (maxPacketBytes < 1024) {
            throw new IllegalArgumentException(
                    "The largest plugin packet is %d bytes; give at least 1024"
                            .formatted(maxPacketBytes));
        }
        if (Stream.of(startTimeout, callTimeout, probeInterval).anyMatch(it -> !it.isPositive())) {
            throw new IllegalArgumentException(
                    "Times for plugins have to be above zero: start %s, call %s, probe %s"
                            .formatted(startTimeout, callTimeout, probeInterval));
        }
    }

    /// Begins with everything at its default.
    ///
    /// @param runtimeDirectory see [#runtimeDirectory]
    public static Builder builder(Path runtimeDirectory) {
        return new Builder(runtimeDirectory);
    }

    /// Collects options; for one thread.
    public static final class Builder {
        private final Path runtimeDirectory;
        private List<Path> directories = List.of();
        private Set<String> allowUnsigned = Set.of();
        private boolean developmentMode;
        private Map<String, Map<String, String>> settings = Map.of();
        private Map<String, String> hostEnvironment = Map.of();
        private String grafanaVersion = "12.0.0";
        private SortedMap<String, String> grafanaConfig = new TreeMap<>();
        private int maxPacketBytes = 32 * 1024 * 1024;
        private boolean mutualTls;
        private Duration startTimeout = Duration.ofMinutes(1);
        private Duration callTimeout = Duration.ofSeconds(5);
        private Duration probeInterval = Duration.ofSeconds(30);
        private InstantSource clock = InstantSource.system();

        private Builder(Path runtimeDirectory) {
            this.runtimeDirectory = runtimeDirectory;
        }

        /// Where to look for plugins; default nowhere.
        public Builder directories(List<Path> directories) {
            this.directories = directories;
            return this;
        }

        /// Plugins that may run unsigned; default none.
        public Builder allowUnsigned(Set<String> ids) {
            this.allowUnsigned = ids;
            return this;
        }

        /// Lets every unsigned plugin run; default false.
        public Builder developmentMode(boolean developmentMode) {
            this.developmentMode = developmentMode;
            return this;
        }

        /// The sections `[plugin.<id>]`; default none.
        public Builder settings(Map<String, Map<String, String>> settings) {
            this.settings = settings;
            return this;
        }

        /// Usually `System.getenv()`; default empty.
        public Builder hostEnvironment(Map<String, String> environment) {
            this.hostEnvironment = environment;
            return this;
        }

        /// Default `12.0.0`.
        public Builder grafanaVersion(String version) {
            this.grafanaVersion = version;
            return this;
        }

        /// Default: the SQL limits only.
        public Builder grafanaConfig(SortedMap<String, String> config) {
            this.grafanaConfig = config;
            return this;
        }

        /// Default 32 MiB.
        public Builder maxPacketBytes(int bytes) {
            this.maxPacketBytes = bytes;
            return this;
        }

        /// Default false.
        public Builder mutualTls(boolean mutualTls) {
            this.mutualTls = mutualTls;
            return this;
        }

        /// Default one minute.
        public Builder startTimeout(Duration timeout) {
            this.startTimeout = timeout;
            return this;
        }

        /// Default 5 s.
        public Builder callTimeout(Duration timeout) {
            this.callTimeout = timeout;
            return this;
        }

        /// Default 30 s.
        public Builder probeInterval(Duration interval) {
            this.probeInterval = interval;
            return this;
        }

        /// Default the system's.
        public Builder clock(InstantSource clock) {
            this.clock = clock;
            return this;
        }

        /// The options.
        ///
        /// @throws IllegalArgumentException when one of them cannot work
        public PluginHostOptions build() {
            return new PluginHostOptions(
                    directories,
                    allowUnsigned,
                    developmentMode,
                    settings,
                    hostEnvironment,
                    runtimeDirectory,
                    grafanaVersion,
                    grafanaConfig,
                    maxPacketBytes,
                    mutualTls,
                    startTimeout,
                    callTimeout,
                    probeInterval,
                    clock);
        }
    }
}
