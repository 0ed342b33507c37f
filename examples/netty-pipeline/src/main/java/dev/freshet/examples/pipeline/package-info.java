/// An HTTP server on Netty that also serves WebSockets. Start at [TimeServer].
@NullMarked
package dev.freshet.examples.pipeline;

import org.jspecify.annotations.NullMarked;
