/// HTTP services that answer with JSON, as data sources.
///
/// Begin with [HttpJsonType]. [QueryMembers] reads a query in one of three forms, [JsonRequest]
/// asks for a range, [JsonRows] finds rows in the answer by JSONPath, and [JsonFrames] makes frames
/// of them.
@NullMarked
package dev.freshet.sources.httpjson;

import org.jspecify.annotations.NullMarked;
