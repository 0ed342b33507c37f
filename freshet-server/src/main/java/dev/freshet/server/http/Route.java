package dev.freshet.server.http;

import dev.freshet.engine.transport.StreamKind;

/// One line of the route table.
///
/// @param template segments of literals, `:name` for one segment and a trailing `*name` for the
///   rest, for example `/api/live/push/:streamId`
/// @param crossOrigin true when pages of allowed origins may read the answers, refusals included
/// @param bodyLimit largest body in bytes, packed and unpacked alike; more is answered 413
public record Route(
        String method,
        String template,
        Access access,
        long bodyLimit,
        Action action,
        RouteDoc doc,
        boolean crossOrigin) {
    /// The limit of routes that read no body: this much is taken in and ignored.
    public static final long NO_BODY = 8 * 1024;

    /// What happens on a route.
    public sealed interface Action {
        /// A handler answers. `unpacks`: gzip bodies are accepted and unpacked.
        record Handle(Handler handler, Execution execution, boolean unpacks) implements Action {}

        /// The connection becomes a WebSocket.
        record Upgrade(UpgradeHandler handler) implements Action {}

        /// The answer goes on: the connection is a stream of messages until it ends.
        record Stream(StreamKind kind, StreamHandler handler) implements Action {}
    }

    public Route {
        if (!template.startsWith("/")) {
            throw new IllegalArgumentException("route " + template + " must begin with /");
        }
        if (bodyLimit < 0 || bodyLimit > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("route " + template + " has a bad body limit");
        }
        if (!(action instanceof Action.Handle) && access instanceof Access.Public) {
            throw new IllegalArgumentException("socket " + template + " needs a signed-in user");
        }
    }

    public Route(
            String method,
            String template,
            Access access,
            long bodyLimit,
            Action action,
            RouteDoc doc) {
        this(method, template, access, bodyLimit, action, doc, false);
    }

    public static Route get(String template, Access access, Handler handler, RouteDoc doc) {
        return new Route("GET", template, access, NO_BODY, onLoop(handler), doc);
    }

    public static Route post(
            String template, Access access, long bodyLimit, Handler handler, RouteDoc doc) {
        return new Route("POST", template, access, bodyLimit, onLoop(handler), doc);
    }

    /// A handler for a method that has no word of its own here.
    public static Route of(
            String method,
            String template,
            Access access,
            long bodyLimit,
            Handler handler,
            RouteDoc doc) {
        return new Route(method, template, access, bodyLimit, onLoop(handler), doc);
    }

    /// A WebSocket at this path.
    public static Route upgrade(
            String template, Access access, UpgradeHandler handler, RouteDoc doc) {
        return new Route("GET", template, access, NO_BODY, new Action.Upgrade(handler), doc);
    }

    /// A stream at this path.
    ///
    /// @param method POST, or GET with the first commands in the query
    public static Route stream(
            String method,
            String template,
            Access access,
            long bodyLimit,
            StreamKind kind,
            StreamHandler handler,
            RouteDoc doc) {
        return new Route(
                method, template, access, bodyLimit, new Action.Stream(kind, handler), doc);
    }

    /// The same route, whose answers pages of allowed origins may read. A socket needs no such
    /// word: browsers let every page read one.
    public Route crossOriginReadable() {
        return new Route(method, template, access, bodyLimit, action, doc, true);
    }

    /// The same route with its handler on a virtual thread, where it may block.
    public Route blocking() {
        return running(Execution.VIRTUAL_THREAD);
    }

    /// The same route with its handler where `execution` says.
    public Route running(Execution execution) {
        return switch (action) {
            case Action.Handle(Handler handler, _, boolean unpacks) ->
                    with(new Action.Handle(handler, execution, unpacks));
            case Action.Upgrade _, Action.Stream _ ->
                    throw new IllegalStateException("sockets and streams stay on the loop");
        };
    }

    /// The same route, accepting bodies packed with gzip.
    public Route unpacking() {
        return switch (action) {
            case Action.Handle(Handler handler, Execution execution, _) ->
                    with(new Action.Handle(handler, execution, true));
            case Action.Upgrade _, Action.Stream _ ->
                    throw new IllegalStateException("sockets and streams unpack nothing");
        };
    }

    private Route with(Action other) {
        return new Route(method, template, access, bodyLimit, other, doc, crossOrigin);
    }

    private static Action onLoop(Handler handler) {
        return new Action.Handle(handler, Execution.LOOP, false);
    }
}
