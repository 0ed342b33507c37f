package dev.freshet.server.http;

import java.util.Map;

/// What the route table has for a method and a path.
sealed interface RouteMatch {
    /// The route, and what its path parameters stand for.
    record Found(Route route, Map<String, String> parameters) implements RouteMatch {}

    /// The path exists for other methods; `allow` lists them.
    record OtherMethod(String allow) implements RouteMatch {}

    /// No such path.
    record Nothing() implements RouteMatch {}
}
