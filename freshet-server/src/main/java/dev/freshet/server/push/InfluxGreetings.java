package dev.freshet.server.push;

import static java.util.concurrent.CompletableFuture.completedFuture;

import dev.freshet.server.http.Request;
import dev.freshet.server.http.Response;
import dev.freshet.server.problem.Problem;
import dev.freshet.server.problem.ProblemType;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.CompletionStage;

/// What InfluxDB's clients ask before they write: is anybody there, which version, make my
/// database.
final class InfluxGreetings {
    /// A version 1 that its clients take for able to do what they need; the build says who we are.
    private static final String VERSION = "1.8.10";

    private static final byte[] CREATED =
            "{\"results\":[{\"statement_id\":0}]}".getBytes(StandardCharsets.UTF_8);
    private static final byte[] HEALTHY =
            ("{\"name\":\"freshet\",\"message\":\"ready for"
                            + " writes\",\"status\":\"pass\",\"checks\":[],\"version\":\""
                            + VERSION
                            + "\"}")
                    .getBytes(StandardCharsets.UTF_8);

    private InfluxGreetings() {}

    static CompletionStage<Response> ping(Request request) {
        return completedFuture(
                Response.empty(204)
                        .withHeader("X-Influxdb-Version", VERSION)
                        .withHeader("X-Influxdb-Build", "Freshet"));
    }

    static CompletionStage<Response> health(Request request) {
        return completedFuture(Response.json(200, HEALTHY));
    }

    /// A stream needs no creating, so CREATE DATABASE is done already; nothing else can be asked.
    static CompletionStage<Response> query(Request request) {
        if (statement(request).toUpperCase(Locale.ROOT).startsWith("CREATE DATABASE")) {
            return completedFuture(Response.json(200, CREATED));
        }
        return completedFuture(
                InfluxDialect.V1.refused(
                        Problem.of(
                                ProblemType.INFLUX_BAD_REQUEST,
                                "Only CREATE DATABASE is answered here; this server keeps no"
                                        + " history to query.")));
    }

    private static String statement(Request request) {
        var inQuery = request.query("q");
        if (inQuery != null) {
            return inQuery.strip();
        }
        var form = new String(request.body(), StandardCharsets.UTF_8);
        for (var pair : form.split("&", -1)) {
            if (pair.startsWith("q=")) {
                return decoded(pair.substring(2)).strip();
            }
        }
        return "";
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            return "";
        }
    }
}
