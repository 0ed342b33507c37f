package dev.freshet.server.provisioning;

import static java.util.concurrent.CompletableFuture.completedFuture;

import dev.freshet.server.auth.Role;
import dev.freshet.server.config.InvalidConfig;
import dev.freshet.server.http.Access;
import dev.freshet.server.http.Request;
import dev.freshet.server.http.Response;
import dev.freshet.server.http.Route;
import dev.freshet.server.http.RouteDoc;
import dev.freshet.server.problem.Problem;
import dev.freshet.server.problem.ProblemType;
import dev.freshet.server.storage.DatabaseBusy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletionStage;

/// `POST /api/admin/provisioning/datasources/reload`, as Grafana has it.
///
/// Files are the server's, not an organisation's, so it takes an Admin of the main organisation.
public final class ProvisioningApi {
    private static final long MAIN_ORG = 1;

    private static final RouteDoc RELOAD =
            RouteDoc.of("admin", "Load the provisioned data sources again")
                    .text("For Admins of organisation 1.")
                    .answer(200, "Loaded", "application/json", "{\"type\":\"object\"}")
                    .answer(
                            500,
                            "A file is wrong; nothing was changed, and the message says where",
                            "application/json",
                            "{\"type\":\"object\"}");

    private final DataSourceProvisioning dataSources;

    public ProvisioningApi(DataSourceProvisioning dataSources) {
        this.dataSources = dataSources;
    }

    public List<Route> routes() {
        return List.of(
                Route.post(
                                "/api/admin/provisioning/datasources/reload",
                                Access.role(Role.ADMIN),
                                Route.NO_BODY,
                                this::reload,
                                RELOAD)
                        .blocking());
    }

    private CompletionStage<Response> reload(Request request) {
        var user = request.user();
        if (user.orgId() != MAIN_ORG) {
            return completedFuture(
                    Response.problem(
                            Problem.of(
                                    ProblemType.FORBIDDEN,
                                    "User \""
                                            + user.login()
                                            + "\" is not an Admin of organisation 1.",
                                    "Provisioning files are the whole server's; use an Admin's"
                                            + " account or token of the main organisation.")));
        }
        try {
            dataSources.load();
            return completedFuture(
                    Response.json(
                            200,
                            "{\"message\":\"Datasources config reloaded\"}"
                                    .getBytes(StandardCharsets.UTF_8)));
        } catch (InvalidConfig e) {
            return completedFuture(
                    Response.problem(
                            Problem.of(
                                    ProblemType.PROVISIONING_BAD_FILE,
                                    String.valueOf(e.getMessage()),
                                    "Nothing was changed; correct the files and load them"
                                            + " again.")));
        } catch (DatabaseBusy e) {
            return completedFuture(Response.problem(e.problem()));
        }
    }
}
