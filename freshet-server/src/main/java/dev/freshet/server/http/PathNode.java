package dev.freshet.server.http;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One place in the tree of path segments: the routes that end here and the ways on.
///
/// Literal beats `:name` beats `*name`. Written while the router is built, read by all loops later.
final class PathNode {
    private final Map<String, PathNode> literals = new HashMap<>();
    private @Nullable PathNode parameter;
    private @Nullable PathNode rest;
    private final Map<String, Target> targets = new LinkedHashMap<>();

    /// A route and the names of its parameters, in order.
    record Target(Route route, RouteMatch.Found plain, List<String> names) {}

    void add(Target target, String[] segments, int at) {
        if (at == segments.length) {
            put(target);
        } else if (segments[at].startsWith("*")) {
            rest = rest == null ? new PathNode() : rest;
            rest.put(target);
        } else if (segments[at].startsWith(":")) {
            parameter = parameter == null ? new PathNode() : parameter;
            parameter.add(target, segments, at + 1);
        } else {
            literals.computeIfAbsent(segments[at], _ -> new PathNode())
                    .add(target, segments, at + 1);
        }
    }

    private void put(Target target) {
        if (targets.putIfAbsent(target.route().method(), target) != null) {
            throw new IllegalArgumentException(
                    "route "
                            + target.route().method()
                            + " "
                            + target.route().template()
                            + " is there twice");
        }
    }

    /// The node for `segments` from `at` on; fills `values` with what the parameters stand for.
    @Nullable PathNode find(String[] segments, int at, PathValues values) {
        if (at == segments.length) {
            return targets.isEmpty() ? null : this;
        }
        var literal = literals.get(segments[at]);
        var found = literal == null ? null : literal.find(segments, at + 1, values);
        if (found == null && parameter != null && !segments[at].isEmpty()) {
            values.push(segments[at]);
            found = parameter.find(segments, at + 1, values);
            if (found == null) {
                values.pop();
            }
        }
        if (found == null && rest != null) {
            values.push(segments, at);
            return rest;
        }
        return found;
    }

    @Nullable Target target(String method) {
        var exact = targets.get(method);
        return exact == null && method.equals("HEAD") ? targets.get("GET") : exact;
    }

    String allow() {
        var head = targets.containsKey("GET") && !targets.containsKey("HEAD") ? ", HEAD" : "";
        var options = targets.containsKey("OPTIONS") ? "" : ", OPTIONS";
        return String.join(", ", targets.keySet()) + head + options;
    }
}
