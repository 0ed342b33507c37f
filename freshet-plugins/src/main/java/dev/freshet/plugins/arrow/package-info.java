/// Reads data frames that plugins answer with in Arrow's format.
///
/// [ArrowFrames] is the way in: bytes become a [dev.freshet.source.Frame]. Apache Arrow's library
/// is used here only, and its classes are loaded with the first such frame. It reaches into memory
/// of its own: [ArrowFile] checks what a file claims before it is allowed to.
@NullMarked
package dev.freshet.plugins.arrow;

import org.jspecify.annotations.NullMarked;
