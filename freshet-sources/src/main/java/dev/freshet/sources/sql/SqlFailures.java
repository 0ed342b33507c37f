package dev.freshet.sources.sql;

import dev.freshet.source.SourceException;
import dev.freshet.sources.upstream.ConnectionTrouble;
import dev.freshet.sources.upstream.Shown;
import dev.freshet.sources.upstream.TlsTrouble;
import dev.freshet.sources.upstream.UpstreamUnavailable;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// Tells what went wrong with a database in a sentence: in the server's words where it has some,
/// and never with its address or our credentials.
final class SqlFailures {
    private static final int LONGEST = 300;

    private final SqlSettings settings;
    private final Dialect dialect;

    SqlFailures(SqlSettings settings, Dialect dialect) {
        this.settings = settings;
        this.dialect = dialect;
    }

    /// What a statement failed with.
    SourceException of(Throwable failure, String sql) {
        return switch (failure) {
            case SourceException known -> known;
            case SQLException e -> of(e, sql);
            default -> throw new IllegalStateException(failure);
        };
    }

    private SourceException of(SQLException failure, String sql) {
        var said = dialect.serverError(failure, sql);
        if (said == null) {
            return ofDriver(failure);
        }
        var words = ": " + bounded(said.words());
        return switch (said.cause()) {
            case UNAVAILABLE -> unavailable("cannot answer now" + words, failure);
            case SLOW -> slow(failure);
            case CREDENTIALS ->
                    new SourceException(
                            settings.named("does not accept our credentials"),
                            "Check user and password in the data source's settings, and that this"
                                    + " user may come from here.",
                            failure);
            case READ_ONLY ->
                    new SourceException(
                            settings.named("refused the query" + words),
                            "Queries of a data source may only read.",
                            failure);
            case DATABASE ->
                    new SourceException(
                            settings.named("refused the connection" + words),
                            dialect.databaseHint(),
                            failure);
            case QUERY ->
                    new SourceException(
                            settings.named("refused the query" + words),
                            "Check the query.",
                            failure);
        };
    }

    /// The timeout was over.
    UpstreamUnavailable slow(Throwable cause) {
        return new UpstreamUnavailable(
                settings.named("did not answer within " + Shown.seconds(settings.timeout()) + " s"),
                "Make the query faster, for example with an index on its time column, or raise"
                        + " [freshet.sources] timeout.",
                cause);
    }

    /// Its settings changed while it was asked.
    UpstreamUnavailable closed(Throwable cause) {
        return new UpstreamUnavailable(settings.named("was closed"), "Ask again.", cause);
    }

    private SourceException ofDriver(SQLException failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            var tls = each instanceof SSLException ? TlsTrouble.of(each) : null;
            if (tls != null) {
                return new UpstreamUnavailable(
                        settings.named("cannot be reached: " + tls.reason()),
                        dialect.tlsHint(tls),
                        failure);
            }
            var reason = reason(each);
            if (reason != null) {
                return unavailable("cannot be reached: " + reason, failure);
            }
            if (each instanceof SocketTimeoutException) {
                return slow(failure);
            }
        }
        var text = String.valueOf(failure.getMessage());
        if (text.contains("maxResultBuffer") || text.contains("Result set exceeded")) {
            return AnswerReader.tooManyBytes(settings);
        }
        if (failure instanceof SQLTransientException
                || String.valueOf(failure.getSQLState()).startsWith("08")) {
            return unavailable(
                    "cannot be reached: " + withoutAddress(ConnectionTrouble.of(failure)), failure);
        }
        return new SourceException(
                settings.named("gave an answer that cannot be read: " + withoutAddress(text)),
                "Check the query.",
                failure);
    }

    private static @Nullable String reason(Throwable each) {
        return switch (each) {
            case ConnectException _ -> "connection refused";
            case UnknownHostException _ -> "the name of its host is not known";
            case SSLException tls -> "TLS failed: " + ConnectionTrouble.of(tls);
            case SocketException _, EOFException _ -> "the connection was lost";
            case SocketTimeoutException _ -> null;
            case IOException _ -> "the connection was lost";
            default -> null;
        };
    }

    private UpstreamUnavailable unavailable(String what, Throwable cause) {
        return new UpstreamUnavailable(settings.named(what), dialect.reachHint(), cause);
    }

    private String withoutAddress(String text) {
        var host = settings.dataSource().url().strip().replaceAll(":\\d+$", "");
        var password = settings.password();
        var safe = password.isEmpty() ? text : text.replace(password, "…");
        return bounded(host.isEmpty() ? safe : safe.replace(host, "…"));
    }

    private static String bounded(String text) {
        var line = text.strip().replaceAll("\\s+", " ").replaceAll("\\.$", "");
        return line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
    }
}
