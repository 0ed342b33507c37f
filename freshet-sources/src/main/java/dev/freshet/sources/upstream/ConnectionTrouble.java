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
    /// What Java and the drivers say of a certificate that is valid for other names.
    private static final Pattern OTHER_NAME =
            Pattern.compile(
                    "No (?:name|subject alternative)|correspond to certificate|hostnameverifier",
                    Pattern.CASE_INSENSITIVE);

    private static final Pattern ADDRESS =
            Pattern.compile(
                    "[\\w.-]*/?(?:\\d{1,3}(?:\\.\\d{1,3}){3}|\\[[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*])(?::\\d+)?");

    private ConnectionTrouble() {}

    /// What the innermost cause says that says something.
    public static String of(Throwable failure) {
        @Nullable String said = null;
        boolean unconnected = false;
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof UnknownHostException
                    || each instanceof UnresolvedAddressException) {
                return "the name of its host is not known";
            }
            var message = each.getMessage();
            if (message != null && OTHER_NAME.matcher(message).find()) {
                return "its certificate is not for the name of its host";
            }
            unconnected |= each instanceof ConnectException;
            said = message == null || message.isBlank() ? said : message;
        }
        if (said == null) {
            return unconnected ? "connection refused" : "the connection was lost";
        }
        return said.toLowerCase(Locale.ROOT).contains("connection refused")
                ? "connection refused"
                : Shown.reason(ADDRESS.matcher(said).replaceAll("…"));
    }
}
