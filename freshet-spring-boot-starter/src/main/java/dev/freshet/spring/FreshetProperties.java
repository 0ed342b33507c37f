package dev.freshet.spring;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/// What `freshet.*` says. Defaults are the engine's own.
///
/// @param enabled False for no engine at all.
/// @param server Where clients connect: "own" for a port of the engine's, "application" for the
///   application's port, which needs Reactor Netty.
/// @param address Address to listen on with a port of its own; every address when it is not set.
/// @param port Port to listen on with a port of its own; 0 for any that is free.
/// @param paths Paths at which clients open their WebSockets.
/// @param allowedOrigins Origins of pages that may connect besides those of the very host that is
///   connected to, for example https://dash.example; "*" stands for any characters but "/", and
///   alone for every page.
/// @param nodeName What other nodes call this one.
/// @param eventLoops Number of event loops; 0 for as many as there are processors.
/// @param maxMessageSize Longest message of a client; longer ones close the connection with 1009.
/// @param maxHistorySize What all channels' histories may take together, about; the oldest
///   publications go first. For an application that brings no broker of its own.
/// @param shutdownTimeout How long the end waits for connections to close.
/// @param streams Transports beside the WebSocket, each at a path of its own; none by default.
/// @param compression Whether messages on WebSockets are compressed.
/// @param ping How connections are kept alive.
/// @param limits What one connection and one user may do.
/// @param channels What channels offer, by a name that means nothing.
@ConfigurationProperties("freshet")
public record FreshetProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("own") ServerMode server,
        @Nullable String address,
        @DefaultValue("8000") int port,
        @DefaultValue("/connection/websocket") List<String> paths,
        @DefaultValue List<String> allowedOrigins,
        @DefaultValue("freshet") String nodeName,
        @DefaultValue("0") int eventLoops,
        @DefaultValue("64KB") DataSize maxMessageSize,
        @DefaultValue("256MB") DataSize maxHistorySize,
        @DefaultValue("5s") Duration shutdownTimeout,
        @NestedConfigurationProperty @DefaultValue StreamProperties streams,
        @NestedConfigurationProperty @DefaultValue CompressionProperties compression,
        @NestedConfigurationProperty @DefaultValue PingProperties ping,
        @NestedConfigurationProperty @DefaultValue LimitProperties limits,
        Map<String, ChannelProperties> channels) {
    public FreshetProperties {
        paths = List.copyOf(paths);
        allowedOrigins = List.copyOf(allowedOrigins);
        channels = channels == null ? Map.of() : Map.copyOf(channels);
    }
}
