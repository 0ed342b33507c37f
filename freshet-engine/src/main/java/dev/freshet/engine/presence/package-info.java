/// Who is subscribed to which channel. Start at `PresenceManager`; any thread.
@NullMarked
package dev.freshet.engine.presence;

import org.jspecify.annotations.NullMarked;
