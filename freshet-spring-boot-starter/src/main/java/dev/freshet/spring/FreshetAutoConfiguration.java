package dev.freshet.spring;

import dev.freshet.engine.Engine;
import java.net.InetSocketAddress;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/// Makes an [Engine] and opens it to clients.
///
/// An application that defines an engine of its own keeps it; handlers, a broker and so on are
/// beans, see [EngineCustomizer] for what there is no property for. `freshet.enabled=false` makes
/// nothing.
@AutoConfiguration
@ConditionalOnProperty(name = "freshet.enabled", havingValue = "true", matchIfMissing = true)
@EnableConfigurationProperties(FreshetProperties.class)
@Import(ApplicationPortConfiguration.class)
public class FreshetAutoConfiguration {
    @Bean
    @ConditionalOnMissingBean
    Engine freshetEngine(
            FreshetProperties properties,
            BeanFactory beans,
            ObjectProvider<EngineCustomizer> customizers) {
        var engine = Engine.builder();
        EngineOptions.apply(properties, engine);
        EngineHandlers.apply(beans, engine);
        customizers.orderedStream().forEach(each -> each.customize(engine));
        return engine.build();
    }

    @Bean
    Mount freshetMount(
            Engine engine,
            FreshetProperties properties,
            ObjectProvider<RequestCredentials> credentials) {
        return new Mount(
                EngineDoors.of(engine),
                EngineOptions.entrances(properties),
                EngineOptions.allowedOrigins(properties),
                credentials.getIfAvailable(() -> request -> null),
                EngineOptions.maxMessageBytes(properties));
    }

    @Bean
    @ConditionalOnProperty(name = "freshet.server", havingValue = "own", matchIfMissing = true)
    OwnServer freshetOwnServer(Engine engine, Mount mount, FreshetProperties properties) {
        var address = properties.address();
        return new OwnServer(
                engine,
                mount,
                address == null
                        ? new InetSocketAddress(properties.port())
                        : new InetSocketAddress(address, properties.port()));
    }
}
