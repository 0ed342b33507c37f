package dev.freshet.spring;

import dev.freshet.engine.client.PingRule;
import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// What `freshet.ping.*` says.
///
/// @param interval Time between pings; 0 for none.
/// @param timeout From a ping to its answer, shorter than the interval; 0 for no check.
public record PingProperties(
        @DefaultValue("25s") Duration interval, @DefaultValue("10s") Duration timeout) {
    PingRule rule() {
        return new PingRule(interval, timeout);
    }
}
