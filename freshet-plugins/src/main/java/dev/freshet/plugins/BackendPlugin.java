package dev.freshet.plugins;

import dev.freshet.source.SourceException;
import dev.freshet.source.StreamSource;
import java.util.List;

/// A plugin with a program of its own.
///
/// Every call may come on any thread, best a virtual one, several at once. It starts the program
/// when it does not run yet, waits for the answer, and ends early when its thread is interrupted.
/// What keeps the plugin from answering, or what it answers with an error, is a [SourceException]
/// whose message is for people.
public interface BackendPlugin {
    /// Its id.
    String id();

    /// How it is doing.
    PluginStatus status();

    /// Its three calls for streams. `runStream` ends with a [SourceException] when the process dies
    /// and may be called again at once: it is refused while the process is down, and
    /// [PluginHost#onChange] tells when it is back.
    StreamSource streams();

    /// Asks whether a data source, or the app itself, works.
    HealthReply checkHealth(CallContext context) throws SourceException, InterruptedException;

    /// Has it answer queries. A query that fails has its error in its answer.
    QueryReply queryData(CallContext context, List<PluginQuery> queries)
            throws SourceException, InterruptedException;

    /// Has it answer a request of HTTP's kind. An answer of more than the most that is taken from
    /// plugins is a [SourceException]; a status that says an error is not.
    ResourceReply callResource(CallContext context, ResourceRequest request)
            throws SourceException, InterruptedException;

    /// The program's own meters, in Prometheus' text format.
    byte[] collectMetrics() throws SourceException, InterruptedException;
}
