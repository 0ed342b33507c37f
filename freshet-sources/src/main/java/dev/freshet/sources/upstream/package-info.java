/// What a data source is to us when it cannot stream: something that answers queries about a time
/// range.
///
/// [UpstreamType] is a type of data source, [Upstream] one data source that is being used,
/// [LiveQuery] one query of it. What turns them into streams is in `polling`; each type has a
/// package of its own beside it. Calls come on virtual threads and block.
@NullMarked
package dev.freshet.sources.upstream;

import org.jspecify.annotations.NullMarked;
