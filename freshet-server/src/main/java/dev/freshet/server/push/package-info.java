/// Pushes of line protocol: reading the text and making frames of it.
///
/// Start with [FramesFromLines], which reads a body with [LineParser] and lets a [FrameBuilder] per
/// measurement grow its frame. Uses `frame` for the texts of numbers and `managedstream` for what a
/// frame is handed on in; holds no state beyond one body, which belongs to one thread.
@NullMarked
package dev.freshet.server.push;

import org.jspecify.annotations.NullMarked;
