package dev.freshet.spring;

import dev.freshet.engine.Engine;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/// Tells Boot's health endpoint how the engine is, where there is one.
@AutoConfiguration(after = FreshetAutoConfiguration.class)
@ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnBean(FreshetServer.class)
@ConditionalOnEnabledHealthIndicator("freshet")
public class FreshetHealthAutoConfiguration {
    @Bean
    @ConditionalOnMissingBean(name = "freshetHealthIndicator")
    HealthIndicator freshetHealthIndicator(Engine engine, FreshetServer server) {
        return new FreshetHealthIndicator(engine, server);
    }
}
