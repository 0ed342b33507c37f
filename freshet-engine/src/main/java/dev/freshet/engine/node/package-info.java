/// The running process: [Node] is the door that everybody publishes through, and the place where
/// publications arrive from the broker. Any thread.
@NullMarked
package dev.freshet.engine.node;

import org.jspecify.annotations.NullMarked;
