package dev.freshet.sources.redis;

import dev.freshet.source.DataSource;
import dev.freshet.source.SourceException;
import dev.freshet.sources.upstream.ConnectionTrouble;
import dev.freshet.sources.upstream.Shown;
import dev.freshet.sources.upstream.UpstreamUnavailable;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// What to tell people when the server does not do as it should.
record RedisFailures(DataSource dataSource, Duration timeout) {
    private static final List<String> CREDENTIALS =
            List.of("NOAUTH", "WRONGPASS", "ERR invalid password", "ERR AUTH");
    private static final String NOT_ALLOWED = "NOPERM";
    private static final List<String> TEMPORARY =
            List.of(
                    "LOADING",
                    "BUSY",
                    "MASTERDOWN",
                    "CLUSTERDOWN",
                    "TRYAGAIN",
                    "UNBLOCKED",
                    "ERR max number of clients");

    SourceException of(Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof RedisCommandExecutionException said) {
                return refusal(Shown.reason(String.valueOf(said.getMessage())), said);
            }
            if (each instanceof RedisCommandTimeoutException || each instanceof TimeoutException) {
                return silent(each);
            }
        }
        return unavailable("cannot be reached: " + ConnectionTrouble.of(failure), failure);
    }

    private SourceException refusal(String said, Throwable cause) {
        if (TEMPORARY.stream().anyMatch(said::startsWith)) {
            return unavailable("does not answer now: " + said, cause);
        }
        if (CREDENTIALS.stream().anyMatch(said::startsWith)) {
            return new SourceException(
                    named("does not accept our credentials: " + said),
                    "Check user and the secret password in the data source's settings.",
                    cause);
        }
        if (said.startsWith(NOT_ALLOWED)) {
            return new SourceException(
                    named("refused the query: " + said),
                    "Let Redis allow this user the command, and the key or channel.",
                    cause);
        }
        return new SourceException(
                named("refused the query: " + said),
                "Check the query and the data source's settings.",
                cause);
    }

    /// The user is known, and may not do this.
    static boolean isNotAllowed(SourceException failure) {
        return failure.getCause() instanceof RedisCommandExecutionException said
                && String.valueOf(said.getMessage()).startsWith(NOT_ALLOWED);
    }

    UpstreamUnavailable lost() {
        return unavailable("lost the connection", null);
    }

    UpstreamUnavailable silent(@Nullable Throwable cause) {
        return unavailable("did not answer within " + Shown.seconds(timeout) + " s", cause);
    }

    UpstreamUnavailable closed() {
        return unavailable("is being closed", null);
    }

    private UpstreamUnavailable unavailable(String what, @Nullable Throwable cause) {
        return new UpstreamUnavailable(
                named(what),
                ConnectionTrouble.hint(cause, "Check that Redis runs, and the data source's url."),
                cause);
    }

    private String named(String what) {
        return "Data source \"" + dataSource.name() + "\" " + what + ".";
    }
}
