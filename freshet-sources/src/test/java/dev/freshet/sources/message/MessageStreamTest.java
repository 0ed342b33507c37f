package dev.freshet.sources.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.source.Frame;
import dev.freshet.source.SourceException;
import dev.freshet.source.StreamSender;
import dev.freshet.sources.fixture.Eventually;
import dev.freshet.sources.fixture.RunningQuery;
import dev.freshet.sources.fixture.Settings;
import dev.freshet.sources.upstream.SubscribedQuery;
import dev.freshet.sources.upstream.TimeRange;
import dev.freshet.sources.upstream.UpstreamContext;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What viewers are told about messages that they do not get.
class MessageStreamTest {
    @Test
    void oldestMessagesThatHadToGoAreCountedAndTold() throws Exception {
        var context = Settings.context(Duration.ofSeconds(1), 3, 1_000_000);
        var queue = new ArrivalQueue(context);
        for (int i = 0; i < 5; i++) {
            queue.put("", String.valueOf(i).getBytes(UTF_8));
        }

        try (var running = run(queue, context)) {
            assertThat(running.awaitRows(3)).containsExactly("value=2.0", "value=3.0", "value=4.0");
            assertThat(Eventually.get(running::failures, told -> !told.isEmpty()))
                    .containsExactly(
                            "Data source \"Test\" sent faster than could be shown; messages left"
                                    + " out, the oldest of those that waited: 2.");
            assertThat(context.costs().counts().late()).isEqualTo(2);
            assertThat(context.costs().counts().rows()).isEqualTo(3);
            assertThat(context.costs().counts().bytes()).isEqualTo(3);
        }
    }

    @Test
    void fieldsThatAreTooManyAreToldOnce() throws Exception {
        var context = Settings.context();
        var queue = new ArrivalQueue(context);
        var many =
                IntStream.range(0, 300)
                        .mapToObj(i -> "\"f" + i + "\":1")
                        .collect(Collectors.joining(",", "{", "}"));

        try (var running = run(queue, context)) {
            queue.put("", many.getBytes(UTF_8));
            Eventually.get(running::failures, told -> !told.isEmpty());
            queue.put("", many.getBytes(UTF_8));
            running.awaitRows(2);
            queue.put("", many.getBytes(UTF_8));
            running.awaitRows(3);

            assertThat(running.failures())
                    .containsExactly(
                            "Data source \"Test\" sends more than 200 different fields; only the"
                                    + " first ones are shown.");
        }
    }

    /// The reason why there was no connection stood until something arrived, which may be hours.
    @Test
    void aQuietSubscriptionThatStandsIsToldAsWell() throws Exception {
        var context = Settings.context();

        try (var running = run(new ArrivalQueue(context), context)) {
            assertThat(Eventually.get(running::recoveries, times -> times > 0)).isOne();
        }
    }

    @Test
    void failureOfTheQueueEndsTheStreamAfterWhatCameBefore() throws Exception {
        var context = Settings.context();
        var queue = new ArrivalQueue(context);
        queue.put("", "1".getBytes(UTF_8));
        queue.fail(new SourceException("over", ""));

        try (var running = run(queue, context)) {
            assertThat(running.awaitFailure()).hasMessage("over");
            assertThat(running.rows()).isEqualTo(1);
        }
    }

    private static RunningQuery run(ArrivalQueue queue, UpstreamContext context) {
        return new RunningQuery(new QueueQuery(queue, context), null);
    }

    private record QueueQuery(ArrivalQueue queue, UpstreamContext context)
            implements SubscribedQuery {
        @Override
        public @Nullable Frame history(TimeRange range) {
            return null;
        }

        @Override
        public void run(@Nullable Instant after, StreamSender sender)
                throws SourceException, InterruptedException {
            var dataSource = Settings.dataSource("test", "", "{}");
            new MessageStream(dataSource, context.costs(), new MessageFrames(""))
                    .run(queue, () -> {}, sender);
        }

        @Override
        public String identity() {
            return "test";
        }
    }
}
