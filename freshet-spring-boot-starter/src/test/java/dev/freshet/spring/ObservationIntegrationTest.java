package dev.freshet.spring;

import static dev.freshet.engine.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.engine.Engine;
import dev.freshet.engine.testkit.TestClient;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/// Health and meters, where the application has them.
class ObservationIntegrationTest {
    private final ApplicationContextRunner contexts =
            new ApplicationContextRunner()
                    .withConfiguration(
                            AutoConfigurations.of(
                                    MetricsAutoConfiguration.class,
                                    FreshetAutoConfiguration.class,
                                    FreshetHealthAutoConfiguration.class,
                                    FreshetMetricsAutoConfiguration.class))
                    .withUserConfiguration(OpenHouse.class)
                    .withBean(SimpleMeterRegistry.class)
                    .withPropertyValues("freshet.address=127.0.0.1", "freshet.port=0");

    private static TestClient enter(AssertableApplicationContext context) {
        var address = context.getBean(FreshetServer.class).address().orElseThrow();
        var client =
                TestClient.open(
                        URI.create(
                                "ws://127.0.0.1:" + address.getPort() + "/connection/websocket"));
        client.command("\"connect\":{\"token\":\"ann\"}");
        return client;
    }

    private static Health health(AssertableApplicationContext context) {
        return Objects.requireNonNull(context.getBean(HealthIndicator.class).health());
    }

    @Test
    void metersShowWhatTheEngineCounts() {
        contexts.run(context -> {
            var meters = context.getBean(MeterRegistry.class);
            try (var client = enter(context)) {
                client.subscribe("news");
                client.command("\"publish\":{\"channel\":\"news\",\"data\":1}");

                assertThat(meters.get("freshet.clients").gauge().value()).isEqualTo(1);
                assertThat(meters.get("freshet.subscriptions").gauge().value()).isEqualTo(1);
                assertThat(meters.get("freshet.messages.received").functionCounter().count())
                        .isEqualTo(3);
                assertThat(meters.get("freshet.command.answer").functionTimer().count())
                        .isEqualTo(2);
                eventually(() -> {
                    var refused = meters.find("freshet.reply.errors").tag("code", "108");
                    assertThat(refused.functionCounter())
                            .isNotNull()
                            .satisfies(counter -> assertThat(counter.count()).isEqualTo(1));
                });
            }
        });
    }

    @Test
    void healthIsUpWhileClientsAreLetIn() {
        contexts.run(context -> {
            try (var client = enter(context)) {
                client.subscribe("news");

                var health = health(context);

                assertThat(health.getStatus()).isEqualTo(Status.UP);
                assertThat(health.getDetails())
                        .containsEntry("clients", 1)
                        .containsEntry("channels", 1)
                        .containsEntry("nodes", 1);
            }

            context.getBean(FreshetServer.class).stop();

            assertThat(health(context).getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
        });
    }

    @Test
    void healthIsDownWhileALoopIsBlocked() {
        contexts.run(context -> {
            var go = new CountDownLatch(1);
            var loop = context.getBean(Engine.class).node().hub().loops().getFirst();
            loop.executor()
                    .execute(() -> {
                        try {
                            go.await();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    });

            var health = health(context);

            go.countDown();
            assertThat(health.getStatus()).isEqualTo(Status.DOWN);
            assertThat(String.valueOf(health.getDetails().get("reason")))
                    .startsWith("1 event loops did not answer");
        });
    }

    /// Without Boot's health the other class is not even looked at: the example `live-counter` has
    /// none.
    @Test
    void neitherMicrometerNorReactorIsNeeded() {
        new ApplicationContextRunner()
                .withConfiguration(
                        AutoConfigurations.of(
                                FreshetAutoConfiguration.class,
                                FreshetMetricsAutoConfiguration.class))
                .withPropertyValues("freshet.address=127.0.0.1", "freshet.port=0")
                .withClassLoader(
                        new FilteredClassLoader(
                                "io.micrometer", "org.springframework.boot.reactor", "reactor"))
                .run(context ->
                        assertThat(context)
                                .hasNotFailed()
                                .hasSingleBean(FreshetServer.class)
                                .doesNotHaveBean("freshetMeters"));
    }
}
