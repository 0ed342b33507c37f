package dev.freshet.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.core.io.support.SpringFactoriesLoader;

/// `freshet.server=application` where there is no Reactor Netty.
class ApplicationPortRefusalTest {
    private static final AutoConfigurations FRESHET =
            AutoConfigurations.of(FreshetAutoConfiguration.class);
    private static final String APPLICATION = "freshet.server=application";

    @Test
    void servletContainersAreRefused() {
        new WebApplicationContextRunner()
                .withConfiguration(FRESHET)
                .withPropertyValues(APPLICATION)
                .run(context ->
                        assertThat(analysis(context.getStartupFailure()))
                                .containsExactly(
                                        "freshet.server is \"application\", but this application"
                                                + " runs on a servlet container, which does not"
                                                + " hand over its connections: the engine needs"
                                                + " them on Netty's event loops.",
                                        "Remove freshet.server=application, so that the engine"
                                                + " listens on a port of its own (freshet.port),"
                                                + " or let the application run on Reactor Netty:"
                                                + " with spring-boot-starter-webflux and without"
                                                + " spring-boot-starter-webmvc."));
    }

    @Test
    void applicationsWithoutAWebServerAreRefused() {
        new ApplicationContextRunner()
                .withConfiguration(FRESHET)
                .withPropertyValues(APPLICATION)
                .run(context ->
                        assertThat(analysis(context.getStartupFailure()).getFirst())
                                .contains("this application has no web server"));
    }

    @Test
    void otherReactiveServersAreRefused() {
        new ReactiveWebApplicationContextRunner()
                .withConfiguration(FRESHET)
                .withPropertyValues(APPLICATION)
                .run(context ->
                        assertThat(analysis(context.getStartupFailure()).getFirst())
                                .contains("web server is not Reactor Netty"));
    }

    /// What Boot prints: the description and the action.
    private static List<String> analysis(@Nullable Throwable failure) {
        return SpringFactoriesLoader.forDefaultResourceLocation()
                .load(FailureAnalyzer.class, (type, name, problem) -> {})
                .stream()
                .filter(FreshetFailureAnalyzer.class::isInstance)
                .map(analyzer -> analyzer.analyze(Objects.requireNonNull(failure)))
                .flatMap(each -> List.of(each.getDescription(), each.getAction()).stream())
                .toList();
    }
}
