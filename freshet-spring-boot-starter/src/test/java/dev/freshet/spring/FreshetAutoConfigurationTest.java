package dev.freshet.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.engine.Engine;
import dev.freshet.engine.channel.ChannelOptions;
import dev.freshet.engine.channel.HistoryOptions;
import dev.freshet.engine.channel.Recovery;
import dev.freshet.engine.channel.SlowRule;
import dev.freshet.engine.client.Answer;
import dev.freshet.engine.client.ClientLimits;
import dev.freshet.engine.client.ConnectEvent;
import dev.freshet.engine.client.ConnectReply;
import dev.freshet.engine.client.EventHandler;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

class FreshetAutoConfigurationTest {
    private final ApplicationContextRunner contexts =
            new ApplicationContextRunner()
                    .withConfiguration(AutoConfigurations.of(FreshetAutoConfiguration.class))
                    .withPropertyValues("freshet.address=127.0.0.1", "freshet.port=0");

    @Test
    void anEngineListensWithTheContext() {
        contexts.run(context -> {
            assertThat(context).hasSingleBean(Engine.class).hasSingleBean(FreshetServer.class);
            var server = context.getBean(FreshetServer.class);
            assertThat(server.isRunning()).isTrue();
            assertThat(server.address()).get().matches(address -> address.getPort() > 0);
        });
    }

    @Test
    void nothingIsMadeWhenItIsSwitchedOff() {
        contexts.withPropertyValues("freshet.enabled=false")
                .run(context ->
                        assertThat(context)
                                .doesNotHaveBean(Engine.class)
                                .doesNotHaveBean(FreshetServer.class));
    }

    @Test
    void anEngineOfTheApplicationsOwnIsKept() {
        contexts.withUserConfiguration(OwnEngine.class)
                .run(context ->
                        assertThat(context.getBean(Engine.class))
                                .isSameAs(context.getBean("mine", Engine.class)));
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnEngine {
        @Bean
        Engine mine() {
            return Engine.builder().eventLoops(1).build();
        }
    }

    @Test
    void defaultsAreTheEnginesOwn() {
        contexts.run(context -> {
            var properties = context.getBean(FreshetProperties.class);

            assertThat(properties.limits().limits(properties.ping().rule()))
                    .isEqualTo(ClientLimits.defaults());
            assertThat(context.getBean(Engine.class).node().optionsOf("any"))
                    .isEqualTo(ChannelOptions.defaults());
        });
    }

    @Test
    void channelsOfferWhatTheirPatternSays() {
        contexts.withPropertyValues(
                        "freshet.channels.news.pattern=news/*",
                        "freshet.channels.news.history-size=10",
                        "freshet.channels.news.history-ttl=1m",
                        "freshet.channels.news.recovery=cache",
                        "freshet.channels.rooms.pattern=room/:id",
                        "freshet.channels.rooms.presence=true",
                        "freshet.channels.rooms.join-leave=true",
                        "freshet.channels.rooms.minimum-gap=5ms",
                        "freshet.channels.rooms.slow-rule=conflate")
                .run(context -> {
                    var node = context.getBean(Engine.class).node();

                    assertThat(node.optionsOf("news/sport"))
                            .isEqualTo(
                                    ChannelOptions.builder()
                                            .history(HistoryOptions.of(10, Duration.ofMinutes(1)))
                                            .recovery(Recovery.CACHE)
                                            .build());
                    assertThat(node.optionsOf("room/kitchen"))
                            .isEqualTo(
                                    ChannelOptions.builder()
                                            .presence(true)
                                            .joinLeave(true)
                                            .minimumGap(Duration.ofMillis(5))
                                            .slowRule(SlowRule.CONFLATE)
                                            .build());
                    assertThat(node.optionsOf("else")).isEqualTo(ChannelOptions.defaults());
                });
    }

    @Test
    void wrongValuesEndTheStartWithASentence() {
        contexts.withPropertyValues("freshet.channels.news.pattern=news//x")
                .run(context ->
                        assertThat(context)
                                .getFailure()
                                .rootCause()
                                .hasMessageContaining("Channel pattern \"news//x\" is wrong"));
        contexts.withPropertyValues("freshet.channels.news.presence=true")
                .run(context ->
                        assertThat(context.getStartupFailure())
                                .hasStackTraceContaining(
                                        "The value of freshet.channels.news is wrong: it does not"
                                                + " say which channels it is for; set"
                                                + " freshet.channels.news.pattern"));
        contexts.withPropertyValues("freshet.compression.level=10")
                .run(context ->
                        assertThat(context.getStartupFailure())
                                .hasStackTraceContaining(
                                        "The value of freshet.compression is wrong: level is 10"));
        contexts.withPropertyValues("freshet.streams.sse=/e", "freshet.streams.emulation=/e")
                .run(context ->
                        assertThat(context.getStartupFailure())
                                .hasStackTraceContaining(
                                        "The value of freshet.streams is wrong: \"/e\" is there"
                                                + " twice"));
        contexts.withPropertyValues("freshet.paths=/ws", "freshet.streams.sse=/ws")
                .run(context ->
                        assertThat(context.getStartupFailure())
                                .hasStackTraceContaining(
                                        "The value of freshet.paths is wrong: \"/ws\" is in"
                                                + " freshet.streams too"));
        contexts.withPropertyValues("freshet.ping.interval=5s")
                .run(context ->
                        assertThat(context.getStartupFailure())
                                .hasStackTraceContaining(
                                        "The value of freshet.ping and freshet.limits is wrong:"
                                                + " pongTimeout is PT10S"));
        contexts.withPropertyValues("freshet.limits.max-connections=-5")
                .run(context ->
                        assertThat(context.getStartupFailure())
                                .hasStackTraceContaining("maxConnections is -5"));
        for (var origin : List.of("dash.example", "https://dash.example/", "*.dash.example")) {
            contexts.withPropertyValues("freshet.allowed-origins=https://a.example," + origin)
                    .run(context ->
                            assertThat(context.getStartupFailure())
                                    .hasStackTraceContaining(
                                            "The value of freshet.allowed-origins is wrong: \""
                                                    + origin
                                                    + "\" is like no origin"));
        }
    }

    @Test
    void customizersHaveTheLastWord() {
        contexts.withBean(
                        EngineCustomizer.class,
                        () -> engine -> engine.nodeName("by-customizer").eventLoops(1))
                .withPropertyValues("freshet.node-name=by-property")
                .run(context -> {
                    var engine = context.getBean(Engine.class);

                    assertThat(engine.node().cluster().nodes().getFirst().name())
                            .isEqualTo("by-customizer");
                    assertThat(engine.node().hub().loops()).hasSize(1);
                });
    }

    @Test
    void twoHandlersOfOneKindAreRefused() {
        contexts.withUserConfiguration(OpenHouse.class, AnotherHandler.class)
                .run(context ->
                        assertThat(context)
                                .getFailure()
                                .rootCause()
                                .isInstanceOf(NoUniqueBeanDefinitionException.class)
                                .hasMessageContaining("connect,another"));
    }

    @Configuration(proxyBeanMethods = false)
    static class AnotherHandler {
        @Bean
        EventHandler<ConnectEvent, ConnectReply> another() {
            return event -> Answer.accept(ConnectReply.ok()).now();
        }
    }
}
