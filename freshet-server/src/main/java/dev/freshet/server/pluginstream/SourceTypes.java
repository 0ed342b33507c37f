package dev.freshet.server.pluginstream;

import dev.freshet.server.problem.Problem;
import dev.freshet.source.StreamSource;

/// The sources there are, by the type that data sources name: built-in ones and plugins. Any
/// thread; does not block.
@FunctionalInterface
public interface SourceTypes {
    Found find(String type);

    /// The source of a type, or why there is none.
    sealed interface Found {
        record Here(StreamSource source) implements Found {}

        /// The type is known and cannot stream, or its plugin does not work: why, and what to do.
        record Unable(Problem problem) implements Found {}

        /// Nobody has heard of the type.
        record Missing() implements Found {}
    }
}
