package dev.freshet.server.metrics;

import java.util.function.Supplier;

/// One thing that has to work for the server to be well.
///
/// @param name for example `database`
/// @param trouble asked at each request; what is wrong in one sentence, empty when nothing is. Must
///   not block for long.
public record HealthCheck(String name, Supplier<String> trouble) {}
