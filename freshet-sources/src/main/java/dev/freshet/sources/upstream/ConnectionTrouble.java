package dev.freshet.sources.upstream;

import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Why a connection failed, in words for people: without addresses, because subscribers see them,
/// and without names of classes.
public final class ConnectionTrouble {
    private static final Pattern ADDRESS =
            Pattern.compile(
                    "[\\w.-]*/?(?:\\d{1,3}(?:\\.\\d{1,3}){3}|\\[[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*])(?::\\d+)?");

    /// The system's calls, as Netty names them before the reason.
    private static final Pattern CALL = Pattern.compile("^.*error\\(-\\d+\\): ");

    private ConnectionTrouble() {}

    /// What to do about it: about TLS when it failed, otherwise what is given.
    public static String hint(@Nullable Throwable failure, String otherwise) {
        var tls = TlsTrouble.of(failure);
        return tls == null ? otherwise : tls.hint();
    }

    /// What the innermost cause says that says something.
    public static String of(Throwable failure) {
        var tls = TlsTrouble.of(failure);
        if (tls != null) {
            return tls.reason();
        }
        @Nullable String said = null;
        boolean unconnected = false;
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof UnknownHostException
                    || each instanceof UnresolvedAddressException) {
                return "the name of its host is not known";
            }
            var message = each.getMessage();
            unconnected |= each instanceof ConnectException;
            said = message == null || message.isBlank() ? said : message;
        }
        if (said == null) {
            return unconnected ? "connection refused" : "the connection was lost";
        }
        return said.toLowerCase(Locale.ROOT).contains("connection refused")
                ? "connection refused"
                : Shown.reason(
                        ADDRESS.matcher(CALL.matcher(said).replaceFirst("")).replaceAll("…"));
    }
}
