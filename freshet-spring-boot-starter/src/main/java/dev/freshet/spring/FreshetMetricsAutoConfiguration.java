package dev.freshet.spring;

import dev.freshet.engine.Engine;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/// Shows what the engine counts to Micrometer, where it is there.
@AutoConfiguration(after = FreshetAutoConfiguration.class)
@ConditionalOnClass(MeterBinder.class)
@ConditionalOnBean(Engine.class)
public class FreshetMetricsAutoConfiguration {
    @Bean
    @ConditionalOnMissingBean
    FreshetMeters freshetMeters(Engine engine) {
        return new FreshetMeters(engine);
    }
}
