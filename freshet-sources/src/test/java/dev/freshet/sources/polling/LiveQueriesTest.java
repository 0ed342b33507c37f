package dev.freshet.sources.polling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.source.DataSource;
import dev.freshet.source.Frame;
import dev.freshet.source.History;
import dev.freshet.source.RawJson;
import dev.freshet.source.SourceException;
import dev.freshet.source.StreamRequest;
import dev.freshet.source.StreamSender;
import dev.freshet.source.StreamStatus;
import dev.freshet.sources.fixture.Eventually;
import dev.freshet.sources.fixture.Settings;
import dev.freshet.sources.upstream.LiveQuery;
import dev.freshet.sources.upstream.PolledQuery;
import dev.freshet.sources.upstream.QueryModel;
import dev.freshet.sources.upstream.TimeRange;
import dev.freshet.sources.upstream.Upstream;
import dev.freshet.sources.upstream.UpstreamContext;
import dev.freshet.sources.upstream.UpstreamType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Channels of queries, from subscribing to the end of their streams.
@Timeout(60)
class LiveQueriesTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private volatile Instant now = START;
    private volatile boolean hanging;
    private volatile Duration step = Duration.ZERO;
    private final TestQuery query = new TestQuery(PolledQuery.Shape.ROWS, Duration.ZERO);
    private LiveQueries live = live(Duration.ofSeconds(60));

    private LiveQueries live(Duration patience) {
        return new LiveQueries(
                List.of(new Type()),
                (_, _, path) -> Optional.of(streamQuery(path)),
                PollLimits.defaults(),
                () -> now,
                patience);
    }

    @AfterEach
    void close() {
        live.close();
    }

    /// Paths that begin with `same` are one query.
    private static StreamQuery streamQuery(String path) throws SourceException {
        var json = "{\"text\":\"" + (path.startsWith("same") ? "same" : path) + "\"}";
        return new StreamQuery(Settings.query(Duration.ofSeconds(1), json), Duration.ZERO, null);
    }

    private final class Type implements UpstreamType, Upstream {
        @Override
        public Set<String> names() {
            return Set.of("test");
        }

        @Override
        public Upstream open(DataSource dataSource, UpstreamContext context) {
            return this;
        }

        @Override
        public LiveQuery prepare(QueryModel model) {
            return new Named(model.json().path("text").asString(""));
        }

        @Override
        public String checkHealth() {
            return "";
        }

        @Override
        public void close() {}
    }

    /// The test's query under another name.
    private final class Named implements PolledQuery {
        private final String name;

        Named(String name) {
            this.name = name;
        }

        @Override
        public String identity() {
            return name;
        }

        @Override
        public Shape shape() {
            return query.shape();
        }

        @Override
        public Duration step() {
            return step;
        }

        @Override
        public Duration completeAfter() {
            return query.completeAfter();
        }

        @Override
        public Frame fetch(TimeRange range) throws SourceException, InterruptedException {
            if (hanging) {
                new CountDownLatch(1).await();
            }
            return query.fetch(range);
        }

        @Override
        public void awaitNews(Duration interval) throws InterruptedException {
            query.awaitNews(interval);
        }
    }

    private static StreamRequest request(String path) {
        return new StreamRequest(
                1, null, Settings.dataSource("test", "", "{}"), path, null, Map.of());
    }

    /// A stream that runs on a thread of its own, and what it sent.
    private final class Running implements StreamSender {
        final List<Frame> frames = new CopyOnWriteArrayList<>();
        final List<History> histories = new CopyOnWriteArrayList<>();
        final Thread thread;

        Running(String path) {
            thread =
                    Thread.startVirtualThread(() -> {
                        try {
                            live.runStream(request(path), this);
                        } catch (SourceException | InterruptedException e) {
                            // it was told to end
                        }
                    });
        }

        @Override
        public void send(Frame frame) {
            frames.add(frame);
        }

        @Override
        public void send(RawJson packet) {
            throw new AssertionError("queries send frames");
        }

        @Override
        public void send(History history) {
            histories.add(history);
        }

        void stop() throws InterruptedException {
            thread.interrupt();
            thread.join();
        }
    }

    /// Each left its channel and its poll behind.
    @Test
    void queriesThatAreRefusedAreForgotten() throws Exception {
        query.fail(new SourceException("no such column", ""));
        for (int i = 0; i < 100; i++) {
            int number = i;
            assertThatThrownBy(() -> live.subscribeStream(request("wrong" + number)))
                    .hasMessage("no such column");
        }
        now = START.plusSeconds(300);
        query.fail(null);
        live.subscribeStream(request("right"));

        assertThat(live.polls()).isEqualTo(1);
    }

    @Test
    void aStreamThatEndsLeavesOthersOfItsQueryAlone() throws Exception {
        var ann = new Running("same 1");
        var bob = new Running("same 2");
        Eventually.get(() -> ann.histories.size() + bob.histories.size(), sent -> sent == 2);
        ann.stop();
        query.row(START.plusSeconds(1), "a", 1);
        now = START.plusSeconds(2);
        query.tick();

        Eventually.get(bob.frames::size, sent -> sent == 1);
        assertThat(ann.frames).isEmpty();
        assertThat(live.polls()).isEqualTo(1);
        bob.stop();
        assertThat(live.polls()).isZero();
    }

    /// Its buckets reach out of the time that can be counted.
    @Test
    void pointsThatAreTooFarApartAreRefused() {
        step = Duration.ofDays(400 * 365);

        assertThatThrownBy(() -> live.subscribeStream(request("slow")))
                .isInstanceOf(SourceException.class)
                .hasMessage("The points of the query are 146000d apart.");
    }

    /// The subscriber was refused, each time anew, when the answer took longer than he may wait.
    @Test
    void whoWaitsTooLongIsLetInAndTheRunBegins() throws Exception {
        live = live(Duration.ofMillis(50));
        hanging = true;
        query.row(START.minusSeconds(1), "a", 1);
        assertThat(live.subscribeStream(request("slow")).status()).isEqualTo(StreamStatus.OK);
        hanging = false;

        var running = new Running("slow");
        Eventually.get(running.histories::size, sent -> sent == 1);
        assertThat(running.histories.getFirst().rows().rows()).isEqualTo(1);
        running.stop();
    }
}
