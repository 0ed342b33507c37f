/// Makes streams of queries: each distinct query of a data source is asked once for all who watch,
/// and only for what is new.
///
/// [LiveQueries] is the `StreamSource` of all types of [dev.freshet.sources.upstream.UpstreamType].
/// A [Poll] asks one query again and again and knows by its [Watermark] what was shown; a channel
/// ([PolledChannel], [SubscribedChannel]) is who watches it. Virtual threads; start reading at
/// `LiveQueries.subscribeStream`.
@NullMarked
package dev.freshet.sources.polling;

import org.jspecify.annotations.NullMarked;
