package dev.freshet.server.http;

import static java.util.concurrent.CompletableFuture.completedFuture;

import dev.freshet.server.problem.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Serves the web console from the class path, each file packed and kept on first use.
///
/// What is no file and asks for HTML gets `index.html`: the console finds its pages by itself.
/// Nothing but the files of the folder can be named: a path with anything else than plain segments
/// is no file.
public final class StaticFiles {
    private static final String PLAIN_SEGMENTS =
            "[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*";
    private static final String INDEX = "index.html";

    private final ClassLoader loader;
    private final String folder;
    private final String basePath;
    private final Map<String, StaticFile> files = new ConcurrentHashMap<>();

    /// @param folder in the class path, for example `console`
    /// @param basePath what links in the index are relative to: `/`, or the sub-path with a slash
    ///   at the end
    public StaticFiles(ClassLoader loader, String folder, String basePath) {
        this.loader = loader;
        this.folder = folder;
        this.basePath = basePath;
    }

    /// The route for everything that no other route has; see [Router].
    public Route route() {
        return Route.get(
                        "/*path",
                        Access.everybody(),
                        this::serve,
                        RouteDoc.of("console", "The web console")
                                .path("path", "a file, or a page of the console")
                                .answer(200, "The file or the console's page", "text/html", ""))
                .blocking();
    }

    private CompletionStage<Response> serve(Request request) {
        var path = request.path().substring(1);
        var file = path.isEmpty() || path.equals(INDEX) ? null : find(path);
        if (file != null) {
            return completedFuture(file.answer(request));
        }
        if (!path.isEmpty() && !asksForPage(request)) {
            Problem nothing = Refusals.path(request.path());
            return completedFuture(Response.problem(nothing));
        }
        var index = find(INDEX);
        return completedFuture(index == null ? missingConsole() : index.answer(request));
    }

    private static boolean asksForPage(Request request) {
        var accept = request.header("Accept");
        return accept != null && accept.contains("text/html");
    }

    private @Nullable StaticFile find(String path) {
        var known = files.get(path);
        if (known != null || path.length() > 200 || !path.matches(PLAIN_SEGMENTS)) {
            return known;
        }
        try (var in = loader.getResourceAsStream(folder + "/" + path)) {
            if (in == null) {
                return null;
            }
            var bytes = in.readAllBytes();
            var file = new StaticFile(path, path.equals(INDEX) ? based(bytes) : bytes);
            files.put(path, file);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] based(byte[] index) {
        return new String(index, StandardCharsets.UTF_8)
                .replace("<base href=\"./\"", "<base href=\"" + basePath + "\"")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static Response missingConsole() {
        var page =
                """
                <!doctype html><html lang="en"><title>Freshet</title>
                <h1>Freshet is running</h1>
                <p>This build has no web console. The API is described at <a href="api/openapi.json">api/openapi.json</a>;
                build with Node 20.19 or newer to get the console.</p></html>
                """;
        var bytes = page.getBytes(StandardCharsets.UTF_8);
        return StaticFile.secured(Response.of(200, "text/html; charset=utf-8", bytes));
    }
}
