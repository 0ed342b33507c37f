package dev.freshet.server.query;

import static java.util.concurrent.CompletableFuture.completedFuture;

import dev.freshet.server.auth.Role;
import dev.freshet.server.http.Access;
import dev.freshet.server.http.Request;
import dev.freshet.server.http.Response;
import dev.freshet.server.http.Route;
import dev.freshet.server.http.RouteDoc;
import dev.freshet.server.problem.Problem;
import dev.freshet.server.problem.ProblemType;
import java.util.List;
import java.util.concurrent.CompletionStage;

/// `POST /api/ds/query`.
public final class QueryApi {
    private static final long BODY_LIMIT = 1 << 20;
    private static final RouteDoc QUERY =
            RouteDoc.of("data sources", "Carry out queries, or name the channels that show them")
                    .text(
                            "A query whose range ends now is answered with a frame without rows"
                                    + " whose `meta.channel` shows it live; `\"live\": false` in"
                                    + " the body has it carried out instead.")
                    .answer(
                            200,
                            "Frames by refId",
                            "application/json",
                            "{\"type\":\"object\",\"properties\":{\"results\":{\"type\":\"object\"}}}")
                    .answer(
                            400,
                            "The body is wrong, or a query failed: see its `error`",
                            "application/json",
                            "{\"type\":\"object\"}");

    private final Queries queries;

    public QueryApi(Queries queries) {
        this.queries = queries;
    }

    public List<Route> routes() {
        return List.of(
                Route.post(
                                "/api/ds/query",
                                Access.role(Role.VIEWER),
                                BODY_LIMIT,
                                this::query,
                                QUERY)
                        .blocking());
    }

    private CompletionStage<Response> query(Request request) {
        try {
            return completedFuture(
                    switch (queries.answer(request.user(), request.body())) {
                        case QueryAnswer.Answered(int status, byte[] json) ->
                                Response.json(status, json);
                        case QueryAnswer.Refused(Problem problem) -> Response.problem(problem);
                    });
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return completedFuture(
                    Response.problem(
                            Problem.of(
                                    ProblemType.QUERY_FAILED,
                                    "The server is ending; nothing was asked.",
                                    "")));
        }
    }
}
