package dev.freshet.sources.upstream;

import dev.freshet.source.SourceException;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/// The data source does not answer now and may do so later: no connection, no answer in time, too
/// busy. Every other [SourceException] of an upstream is for good: asking the same again is of no
/// use.
public final class UpstreamUnavailable extends SourceException {
    @Serial private static final long serialVersionUID = 1;

    public UpstreamUnavailable(String message, String hint, @Nullable Throwable cause) {
        super(message, hint, cause);
    }
}
