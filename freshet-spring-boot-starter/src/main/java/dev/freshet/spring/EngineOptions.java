package dev.freshet.spring;

import dev.freshet.engine.EngineBuilder;
import dev.freshet.engine.broker.MemoryBroker;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/// Makes the engine's options of the properties.
final class EngineOptions {
    private EngineOptions() {}

    /// @throws FreshetStartException when a value is wrong
    static void apply(FreshetProperties properties, EngineBuilder engine) {
        engine.nodeName(properties.nodeName())
                .eventLoops(properties.eventLoops())
                .maxMessageBytes(maxMessageBytes(properties))
                .shutdownTimeout(properties.shutdownTimeout());
        long maxHistory = properties.maxHistorySize().toBytes();
        engine.broker(listener -> new MemoryBroker(listener, maxHistory));
        checked(
                "freshet.compression",
                () -> engine.compression(properties.compression().options()));
        checked(
                "freshet.ping and freshet.limits",
                () -> engine.clientLimits(properties.limits().limits(properties.ping().rule())));
        // In the order of their names, so that a conflict is told the same way at every start.
        new TreeMap<>(properties.channels())
                .forEach((name, channel) ->
                        checked(
                                "freshet.channels." + name,
                                () -> engine.channel(channel.patternFor(name), channel.options())));
    }

    /// What clients find at which path.
    ///
    /// @throws FreshetStartException when a path is wrong
    static Map<String, Entrance> entrances(FreshetProperties properties) {
        var all = new HashMap<String, Entrance>();
        checked("freshet.streams", () -> all.putAll(properties.streams().entrances()));
        for (var path : properties.paths()) {
            if (all.getOrDefault(path, Entrance.WEBSOCKET) != Entrance.WEBSOCKET) {
                throw wrong("freshet.paths", "\"" + path + "\" is in freshet.streams too", null);
            }
            all.put(path, Entrance.WEBSOCKET);
        }
        return all;
    }

    /// Which pages may connect.
    ///
    /// @throws FreshetStartException when one is no origin
    static AllowedOrigins allowedOrigins(FreshetProperties properties) {
        try {
            return new AllowedOrigins(properties.allowedOrigins());
        } catch (IllegalArgumentException e) {
            throw wrong("freshet.allowed-origins", String.valueOf(e.getMessage()), e);
        }
    }

    static int maxMessageBytes(FreshetProperties properties) {
        return bytes("freshet.max-message-size", properties.maxMessageSize());
    }

    private static int bytes(String property, DataSize size) {
        if (size.toBytes() > Integer.MAX_VALUE) {
            throw wrong(property, size + " is more than 2 GB", null);
        }
        return (int) size.toBytes();
    }

    private static void checked(String where, Runnable step) {
        try {
            step.run();
        } catch (IllegalArgumentException e) {
            throw wrong(where, String.valueOf(e.getMessage()), e);
        }
    }

    private static FreshetStartException wrong(
            String where, String what, @Nullable Throwable cause) {
        return new FreshetStartException(
                "The value of " + where + " is wrong: " + what + (what.endsWith(".") ? "" : "."),
                "Change it where it is set (application.properties, environment, command line).",
                cause);
    }
}
