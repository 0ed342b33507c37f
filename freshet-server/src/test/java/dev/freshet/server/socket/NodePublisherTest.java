package dev.freshet.server.socket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.engine.Engine;
import dev.freshet.engine.broker.MemoryBroker;
import dev.freshet.engine.testkit.cluster.BrokerOperation;
import dev.freshet.engine.testkit.cluster.FlakyBroker;
import dev.freshet.server.channel.Json;
import dev.freshet.server.live.PublishOutcome;
import dev.freshet.server.position.RowPositions;
import java.time.InstantSource;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is answered to who publishes over HTTP, when the broker does as it should and when not.
class NodePublisherTest {
    private final ArrayList<String> published = new ArrayList<>();
    private final FlakyBroker[] broker = new FlakyBroker[1];
    private final Engine engine =
            Engine.builder()
                    .broker(listener -> broker[0] = new FlakyBroker(new MemoryBroker(listener)))
                    .build();
    private final RowPositions positions = new RowPositions(InstantSource.system());
    private final NodePublisher publisher =
            new NodePublisher(engine.node(), positions, published::add);

    @AfterEach
    void close() {
        engine.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "key"})
    void whatIsPublishedIsAnsweredAndCounted(String key) {
        assertThat(publisher.publish("1/stream/a", Json.of("1"), key))
                .isCompletedWithValue(PublishOutcome.PUBLISHED);
        assertThat(published).containsExactly("1/stream/a");
    }

    /// Without a key it was answered as if all had gone well.
    @ParameterizedTest
    @ValueSource(strings = {"", "key"})
    void failureIsToldAndNotCounted(String key) {
        broker[0].fail(BrokerOperation.PUBLISH);

        assertThat(publisher.publish("1/stream/a", Json.of("1"), key).toCompletableFuture())
                .isCompletedExceptionally();
        assertThat(published).isEmpty();
    }

    @Test
    void streamThatCannotPublishGoesOn() {
        broker[0].fail(BrokerOperation.PUBLISH);

        publisher.publish("1/stream/a", "{}".getBytes(UTF_8), 1);

        assertThat(published).isEmpty();
    }
}
