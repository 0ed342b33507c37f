package dev.freshet.sources.upstream;

import java.time.Duration;
import tools.jackson.databind.node.ObjectNode;

/// A query as a panel sends it.
///
/// @param json the type's own members, as Grafana's panel of that type writes them; not to be
///   changed
/// @param interval between two points that the panel can show, and how often we ask; at least the
///   configured floor
/// @param range how far back the panel looks
/// @param maxDataPoints how many points the panel can show
public record QueryModel(ObjectNode json, Duration interval, Duration range, int maxDataPoints) {}
