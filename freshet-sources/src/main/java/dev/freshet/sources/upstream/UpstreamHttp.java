package dev.freshet.sources.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import dev.freshet.source.DataSource;
import dev.freshet.source.SourceException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// HTTP requests to one data source, with the credentials, header fields and certificates of its
/// settings, as Grafana names them: `basicAuth`, `httpHeaderName1` with the secret
/// `httpHeaderValue1`, `tlsSkipVerify`, `tlsAuthWithCACert`, `tlsAuth`.
///
/// Thread-safe. Redirects are not followed, because credentials would go along. What goes wrong is
/// told in the words of the data source where it has some; its address is not told, because
/// subscribers see these texts.
public final class UpstreamHttp implements AutoCloseable {
    private final DataSource dataSource;
    private final UpstreamContext context;
    private final String base;
    private final Map<String, String> headers;
    private final Function<byte[], String> reason;
    private final HttpClient client;

    /// @param reason finds what a body says about why a request was refused; empty when it says
    ///   nothing
    /// @throws SourceException when the settings are wrong
    public UpstreamHttp(
            DataSource dataSource, UpstreamContext context, Function<byte[], String> reason)
            throws SourceException {
        this(dataSource, context, Map.of(), reason);
    }

    /// @param ownHeaders of every request, such as credentials that the type has settings for;
    ///   those that every type has go before them
    /// @param reason as above
    /// @throws SourceException when the settings are wrong
    public UpstreamHttp(
            DataSource dataSource,
            UpstreamContext context,
            Map<String, String> ownHeaders,
            Function<byte[], String> reason)
            throws SourceException {
        this.dataSource = dataSource;
        this.context = context;
        this.reason = reason;
        this.base = HttpSettings.baseUrl(dataSource);
        HttpSettings.requireOneLine(dataSource, ownHeaders);
        this.headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(ownHeaders);
        headers.putAll(HttpSettings.headers(dataSource));
        this.client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(context.timeout())
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .executor(Executors.newVirtualThreadPerTaskExecutor())
                        .sslContext(UpstreamTls.context(dataSource))
                        .build();
    }

    /// The HTTP client behind it, for WebSocket connections.
    public HttpClient client() {
        return client;
    }

    /// The address of a path, with these parameters.
    ///
    /// @param path begins with `/`; is put behind the path of the data source's URL
    public URI uri(String path, Map<String, String> parameters) {
        var query = form(parameters);
        return URI.create(base + path + (query.isEmpty() ? "" : "?" + query));
    }

    /// The header fields that every request has.
    public Map<String, String> headers() {
        return headers;
    }

    /// The answer to a GET request.
    ///
    /// @throws SourceException when there is no answer, or it is not JSON
    public JsonNode get(String path, Map<String, String> parameters)
            throws SourceException, InterruptedException {
        return json(send(request(uri(path, parameters)).GET()));
    }

    /// The answer to a POST request with a form.
    ///
    /// @throws SourceException when there is no answer, or it is not JSON
    public JsonNode postForm(String path, Map<String, String> form)
            throws SourceException, InterruptedException {
        return json(
                send(
                        request(uri(path, Map.of()))
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(BodyPublishers.ofString(form(form)))));
    }

    /// The answer to a POST request with a body of this type.
    ///
    /// @throws SourceException when there is no answer, or it is not JSON
    public JsonNode post(
            String path, Map<String, String> parameters, String contentType, String body)
            throws SourceException, InterruptedException {
        return json(
                send(
                        request(uri(path, parameters))
                                .header("Content-Type", contentType)
                                .POST(BodyPublishers.ofString(body))));
    }

    /// Begins a request of this data source.
    public HttpRequest.Builder request(URI uri) {
        var request = HttpRequest.newBuilder(uri);
        headers.forEach(request::setHeader);
        return request;
    }

    /// Sends a request; the answer has a status from 200 to 299, or 304.
    ///
    /// @throws SourceException when there is none, or it is too long, or says no
    public HttpResponse<byte[]> send(HttpRequest.Builder request)
            throws SourceException, InterruptedException {
        var response = exchange(request.timeout(context.timeout()).build());
        context.costs().read(response.body().length);
        int status = response.statusCode();
        if ((status >= 200 && status < 300) || status == 304) {
            return response;
        }
        throw refusal(response);
    }

    private HttpResponse<byte[]> exchange(HttpRequest request)
            throws SourceException, InterruptedException {
        var handler = BodyHandlers.limiting(BodyHandlers.ofByteArray(), context.maxBytes());
        var answer = client.sendAsync(request, handler);
        try {
            return answer.get(context.timeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw unavailable(
                    "did not answer within " + Shown.seconds(context.timeout()) + " s", e);
        } catch (ExecutionException e) {
            throw failure(e.getCause() == null ? e : e.getCause());
        } finally {
            answer.cancel(true);
        }
    }

    private SourceException failure(Throwable cause) {
        if (cause instanceof java.net.http.HttpTimeoutException) {
            return unavailable(
                    "did not answer within " + Shown.seconds(context.timeout()) + " s", cause);
        }
        var text = ConnectionTrouble.of(cause);
        if (text.contains("exceeds capacity") && cause instanceof IOException) {
            return new SourceException(
                    named("answered with more than " + context.maxBytes() + " bytes"),
                    "Narrow the query, or raise [freshet.sources] max_response_bytes.",
                    cause);
        }
        return unavailable("cannot be reached: " + text, cause);
    }

    private SourceException refusal(HttpResponse<byte[]> response) {
        int status = response.statusCode();
        var said = said(response.body());
        if (status == 401 || status == 403) {
            return new SourceException(
                    named("does not accept our credentials (status " + status + ")" + said),
                    status == 401
                            ? "Check the user, password or token in the data source's settings."
                            : "Check what the user or token in the data source's settings may"
                                    + " read.");
        }
        if (status >= 300 && status < 400) {
            return new SourceException(
                    named("answers with a redirect (status " + status + "), which is not followed"),
                    "Set the data source's url to where it leads.");
        }
        if (status == 429 || status >= 500) {
            return unavailable("failed with status " + status + said, null);
        }
        return new SourceException(
                named("refused the query (status " + status + ")" + said),
                status == 404
                        ? "Check the data source's url and settings, and the names in the query."
                        : "Check the query and the data source's settings.");
    }

    private String said(byte[] body) {
        var text = Shown.reason(reason.apply(body));
        return text.isEmpty() ? "" : ": " + text;
    }

    /// A failure that may be over soon, in a sentence about the data source.
    ///
    /// @param what for example `did not answer within 5 s`
    public UpstreamUnavailable unavailable(String what, @Nullable Throwable cause) {
        return new UpstreamUnavailable(
                named(what),
                ConnectionTrouble.hint(cause, "Check that it runs and its url."),
                cause);
    }

    private String named(String what) {
        return "Data source \"" + dataSource.name() + "\" " + what + ".";
    }

    /// The JSON of an answer.
    ///
    /// @throws SourceException when it is none
    public JsonNode json(HttpResponse<byte[]> response) throws SourceException {
        try {
            return JsonMapper.shared().readTree(response.body());
        } catch (JacksonException e) {
            throw new SourceException(
                    named("did not answer with JSON: " + e.getOriginalMessage()),
                    "Check the data source's url: something else seems to answer there.",
                    e);
        }
    }

    private static String form(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(each -> encode(each.getKey()) + "=" + encode(each.getValue()))
                .collect(joining("&"));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, UTF_8);
    }

    /// What the header field `Authorization` says for a user and a password.
    public static String basic(String user, String password) {
        return "Basic "
                + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(UTF_8));
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
