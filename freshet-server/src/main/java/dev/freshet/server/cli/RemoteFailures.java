package dev.freshet.server.cli;

import dev.freshet.server.problem.ProblemType;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import javax.net.ssl.SSLException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Puts into a sentence why a server did not do what a command asked for.
final class RemoteFailures {
    private static final JsonMapper JSON = new JsonMapper();

    private RemoteFailures() {}

    /// No answer came.
    static CommandFailure unreachable(URI base, Throwable cause) {
        return new CommandFailure(
                switch (cause) {
                    case ConnectException e
                            when e.getCause() instanceof UnresolvedAddressException ->
                            "The host \"" + base.getHost() + "\" of --url is not known.";
                    case ConnectException _ ->
                            "Nothing listens at "
                                    + base
                                    + ". Start a server with freshet demo, or name another one"
                                    + " with --url.";
                    case HttpTimeoutException _ -> base + " did not answer in time.";
                    case SSLException e ->
                            "TLS with "
                                    + base
                                    + " failed: "
                                    + e.getMessage()
                                    + ". Check the certificate; another trust store is given with"
                                    + " FRESHET_JAVA_OPTS=-Djavax.net.ssl.trustStore=FILE.";
                    default ->
                            base
                                    + " does not answer as a web server does ("
                                    + cause.getMessage()
                                    + "). Check the scheme and the port of --url.";
                });
    }

    /// The answer is a refusal.
    static CommandFailure refused(URI base, RemoteLogin login, HttpResponse<?> answer) {
        var said =
                switch (answer.body()) {
                    case byte[] body -> json(body);
                    case String body -> json(body.getBytes(StandardCharsets.UTF_8));
                    case null, default -> Optional.<JsonNode>empty();
                };
        var id = said.map(json -> json.path("messageId").asString("")).orElse("");
        var sentence = said.map(RemoteFailures::sentence).orElse("");
        var because = sentence.isEmpty() ? "." : ": " + sentence;
        return switch (answer.statusCode()) {
            case 401 ->
                    new CommandFailure(
                            base
                                    + " does not let in "
                                    + login.who()
                                    + because
                                    + " "
                                    + login.advice());
            case 403 -> new CommandFailure(base + " refuses this to " + login.who() + because);
            case 301, 302, 303, 307, 308 ->
                    new CommandFailure(
                            base
                                    + " sends on to "
                                    + answer.headers().firstValue("Location").orElse("nowhere")
                                    + "; give the server's own address with --url.");
            default ->
                    id.isEmpty() || id.equals(ProblemType.ROUTE_NOT_FOUND.messageId())
                            ? notOurs(base, answer)
                            : new CommandFailure(sentence);
        };
    }

    /// Something else answers at this address.
    static CommandFailure notOurs(URI base, HttpResponse<?> answer) {
        return new CommandFailure(
                "%s answers %s with status %d, which is not Freshet's live API; check --url: does the server have a sub-path?"
                        .formatted(base, answer.uri().getPath(), answer.statusCode()));
    }

    /// Message and hint of a refusal.
    static String sentence(JsonNode refusal) {
        var message = refusal.path("message").asString("");
        var hint = refusal.path("hint").asString("");
        return (message + " " + hint).strip().replaceAll("\\p{Cntrl}", "?");
    }

    /// The body as a JSON object, if it is one.
    static Optional<JsonNode> json(byte[] body) {
        try {
            return Optional.of(JSON.readTree(body)).filter(JsonNode::isObject);
        } catch (JacksonException _) {
            return Optional.empty();
        }
    }
}
