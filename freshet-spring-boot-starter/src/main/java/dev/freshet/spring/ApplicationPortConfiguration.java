package dev.freshet.spring;

import dev.freshet.engine.Engine;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnNotWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// `freshet.server=application`, or a sentence why that is impossible here.
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "freshet.server", havingValue = "application")
class ApplicationPortConfiguration {
    @Bean
    ApplicationPort freshetApplicationPort(Engine engine, Mount mount) {
        return new ApplicationPort(engine, mount);
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
    @ConditionalOnClass(NettyReactiveWebServerFactory.class)
    static class OnReactorNetty {
        @Bean
        ReactorNettyMount freshetReactorNettyMount(Engine engine, ApplicationPort port) {
            return new ReactorNettyMount(engine.eventLoops(), port);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
    static class OnServlets {
        OnServlets() {
            throw ApplicationPort.refusal(
                    "this application runs on a servlet container, which does not hand over its"
                            + " connections: the engine needs them on Netty's event loops.");
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnNotWebApplication
    static class WithoutWeb {
        WithoutWeb() {
            throw ApplicationPort.refusal("this application has no web server.");
        }
    }
}
