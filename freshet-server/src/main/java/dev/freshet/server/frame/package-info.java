/// Frame JSON, the form in which data frames travel to the browser: writing schema and data apart,
/// and reading them back.
///
/// Start with [FrameJson]; [FrameDataWriter] is the hot path. Knows no feature and holds no state;
/// a [JsonBytes] belongs to one thread.
@NullMarked
package dev.freshet.server.frame;

import org.jspecify.annotations.NullMarked;
