package dev.freshet.engine.cluster;

import java.time.Duration;

/// A node as others see it.
///
/// @param id random, made anew at each start
/// @param name for people
/// @param version of the program
/// @param uptime since its start
public record NodeInfo(
        String id,
        String name,
        String version,
        int clients,
        int users,
        int channels,
        int subscriptions,
        Duration uptime) {}
