package dev.freshet.server.http;

import dev.freshet.server.http.PathNode.Target;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The route table: finds the route for a method and a path.
///
/// Paths without parameters are one look-up in a hash table; the others walk a small tree of
/// segments. Immutable after construction, shared by all loops.
public final class Router {
    private static final RouteMatch NOTHING = new RouteMatch.Nothing();

    private final List<Route> routes;
    private final String subPath;
    private final RouteMatch.@Nullable Found fallback;
    private final Map<String, PathNode> fixed = new HashMap<>();
    private final PathNode tree = new PathNode();

    /// @param subPath the path of `root_url` when the server strips it itself, for example
    ///   `/grafana`; empty otherwise. Paths without it are accepted too.
    /// @param fallback answers GET and HEAD where no route does, but never under `/api/`
    public Router(String subPath, List<Route> routes, @Nullable Route fallback) {
        this.subPath = subPath.endsWith("/") ? subPath.substring(0, subPath.length() - 1) : subPath;
        this.routes = List.copyOf(routes);
        this.fallback = fallback == null ? null : new RouteMatch.Found(fallback, Map.of());
        this.routes.forEach(this::add);
    }

    /// All routes in the order given, for the documents made from them.
    public List<Route> routes() {
        return routes;
    }

    private void add(Route route) {
        var segments = segments(route.template());
        var names =
                Stream.of(segments)
                        .filter(segment -> segment.startsWith(":") || segment.startsWith("*"))
                        .map(segment -> segment.substring(1))
                        .toList();
        var target = new Target(route, new RouteMatch.Found(route, Map.of()), names);
        tree.add(target, segments, 0);
        if (names.isEmpty()) {
            fixed.computeIfAbsent(route.template(), _ -> new PathNode())
                    .add(target, segments, segments.length);
        }
    }

    /// The path without the sub-path, or unchanged when it does not begin with it.
    String withoutSubPath(String path) {
        if (subPath.isEmpty() || !path.startsWith(subPath)) {
            return path;
        }
        if (path.length() == subPath.length()) {
            return "/";
        }
        return path.charAt(subPath.length()) == '/' ? path.substring(subPath.length()) : path;
    }

    /// Throws [IllegalArgumentException] when a percent escape in a parameter is broken.
    RouteMatch match(String method, String path) {
        var exact = fixed.get(path);
        var target = exact == null ? null : exact.target(method);
        if (target != null) {
            return target.plain();
        }
        var match = exact == null ? walk(method, path) : new RouteMatch.OtherMethod(exact.allow());
        return match instanceof RouteMatch.Found ? match : orFallback(method, path, match);
    }

    private RouteMatch walk(String method, String path) {
        var segments = segments(path);
        var values = new PathValues();
        var node = tree.find(segments, 0, values);
        if (node == null) {
            return NOTHING;
        }
        var target = node.target(method);
        return target == null
                ? new RouteMatch.OtherMethod(node.allow())
                : new RouteMatch.Found(
                        target.route(), PathDecoder.decode(values.named(target.names())));
    }

    private RouteMatch orFallback(String method, String path, RouteMatch match) {
        var reads = method.equals("GET") || method.equals("HEAD");
        return fallback != null && reads && !path.startsWith("/api/") ? fallback : match;
    }

    private static String[] segments(String path) {
        return path.substring(1).split("/", -1);
    }
}
