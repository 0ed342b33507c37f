package dev.freshet.spring;

import java.net.InetSocketAddress;
import java.util.Optional;
import org.springframework.context.SmartLifecycle;

/// Lets clients in from the start of the context to its stop.
public interface FreshetServer extends SmartLifecycle {
    /// Where it listens, with the port that was chosen when 0 was asked for; empty when it does not
    /// listen, or uses the application's port.
    Optional<InetSocketAddress> address();
}
