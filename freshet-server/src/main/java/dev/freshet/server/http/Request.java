package dev.freshet.server.http;

import dev.freshet.server.auth.AuthRequest.Lookup;
import dev.freshet.server.auth.SignedInUser;
import java.net.SocketAddress;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One request as a handler sees it: complete, with its body unpacked and its user known.
///
/// Immutable; the handler may keep it and its body.
public final class Request {
    private final String method;
    private final String path;
    private final Map<String, String> parameters;
    private final Lookup query;
    private final String rawQuery;
    private final Lookup headers;
    private final SocketAddress remoteAddress;
    private final @Nullable SignedInUser user;
    private final byte[] body;

    /// @param path as sent, without query and sub-path
    /// @param parameters what the path template's `:name` and `*name` stood for, decoded
    /// @param query first value of a query parameter, decoded
    /// @param headers first value of a header, ignoring case
    /// @param user null on public routes only
    /// @param body empty when there is none
    public Request(
            String method,
            String path,
            Map<String, String> parameters,
            Lookup query,
            Lookup headers,
            SocketAddress remoteAddress,
            @Nullable SignedInUser user,
            byte[] body) {
        this(method, path, parameters, query, "", headers, remoteAddress, user, body);
    }

    /// Also with the query as it was sent.
    ///
    /// @param rawQuery without the question mark, empty when there is none
    public Request(
            String method,
            String path,
            Map<String, String> parameters,
            Lookup query,
            String rawQuery,
            Lookup headers,
            SocketAddress remoteAddress,
            @Nullable SignedInUser user,
            byte[] body) {
        this.method = method;
        this.path = path;
        this.parameters = parameters;
        this.query = query;
        this.rawQuery = rawQuery;
        this.headers = headers;
        this.remoteAddress = remoteAddress;
        this.user = user;
        this.body = body;
    }

    public String method() {
        return method;
    }

    public String path() {
        return path;
    }

    public byte[] body() {
        return body;
    }

    public SocketAddress remoteAddress() {
        return remoteAddress;
    }

    /// The user of a route that is not public.
    public SignedInUser user() {
        return Objects.requireNonNull(user, "a public route has no user");
    }

    /// True when the path template has this parameter.
    public boolean hasParameter(String name) {
        return parameters.containsKey(name);
    }

    /// What a parameter of the path template stands for, decoded.
    public String parameter(String name) {
        return Objects.requireNonNull(parameters.get(name), name);
    }

    public @Nullable String query(String name) {
        return query.find(name);
    }

    /// The query as it was sent, without the question mark; empty when there is none.
    public String rawQuery() {
        return rawQuery;
    }

    public @Nullable String header(String name) {
        return headers.find(name);
    }

    /// The value of the first cookie with this name.
    public @Nullable String cookie(String name) {
        return Cookies.find(header("Cookie"), name);
    }
}
