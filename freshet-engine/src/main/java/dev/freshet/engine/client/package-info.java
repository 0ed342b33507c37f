/// The server's side of one connection: [Client] is its state, `CommandDispatcher` hands each
/// command to its handler.
///
/// A client belongs to its connection's event loop and has no locks; what programs that embed the
/// engine implement ([EventHandlers]) may answer from any thread. Start at [Client#onFrame].
@NullMarked
package dev.freshet.engine.client;

import org.jspecify.annotations.NullMarked;
