/// What the publications of a stream hold, kept for subscribers that come back after these
/// publications are gone.
///
/// [RowPositions] knows it of every channel; [PositionTable] keeps the latest over a restart.
@NullMarked
package dev.freshet.server.position;

import org.jspecify.annotations.NullMarked;
