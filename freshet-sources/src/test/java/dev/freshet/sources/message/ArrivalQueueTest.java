package dev.freshet.sources.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.source.SourceException;
import dev.freshet.sources.fixture.Settings;
import dev.freshet.sources.upstream.UpstreamContext;
import dev.freshet.sources.upstream.UpstreamCosts;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ArrivalQueueTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    @Test
    void oldestGoWhenThereAreTooMany() throws Exception {
        var queue = new ArrivalQueue(Settings.context(LONG, 3, 1_000_000));

        IntStream.range(0, 5).forEach(i -> queue.put("t" + i, new byte[0]));

        var batch = queue.take(LONG);
        assertThat(batch.arrivals()).extracting(Arrival::origin).containsExactly("t2", "t3", "t4");
        assertThat(batch.dropped()).isEqualTo(2);
    }

    @Test
    void oldestGoWhenTheyAreTooLong() throws Exception {
        var queue = new ArrivalQueue(Settings.context(LONG, 1_000, 2_500));

        IntStream.range(0, 5).forEach(i -> queue.put("t" + i, new byte[1_000]));

        var batch = queue.take(LONG);
        assertThat(batch.arrivals()).extracting(Arrival::origin).containsExactly("t3", "t4");
        assertThat(batch.dropped()).isEqualTo(3);
    }

    @Test
    void payloadOfMoreThanAMebibyteIsLeftOut() throws Exception {
        var queue = new ArrivalQueue(Settings.context());

        queue.put("long", new byte[(1 << 20) + 1]);
        queue.put("longest", new byte[1 << 20]);

        var batch = queue.take(LONG);
        assertThat(batch.arrivals()).extracting(Arrival::origin).containsExactly("longest");
        assertThat(batch.tooLong()).isEqualTo(1);
    }

    /// Was noticed only when the next message came.
    @Test
    void payloadThatIsTooLongIsNoticedAtOnce() throws Exception {
        var queue = new ArrivalQueue(Settings.context());

        queue.put("long", new byte[(1 << 20) + 1]);

        assertThat(queue.take(Duration.ofDays(1)).tooLong()).isEqualTo(1);
    }

    @Test
    void timesAscendThoughTheClockStandsStill() throws Exception {
        var clock = InstantSource.fixed(Instant.ofEpochSecond(1, 5));
        var queue =
                new ArrivalQueue(new UpstreamContext(LONG, 10, 1_000, new UpstreamCosts(), clock));

        queue.put("a", new byte[0]);
        queue.put("a", new byte[0]);

        assertThat(queue.take(LONG).arrivals())
                .extracting(Arrival::time)
                .containsExactly(1_000_000_005L, 1_000_000_006L);
    }

    @Test
    void batchesAreBounded() throws Exception {
        var queue = new ArrivalQueue(Settings.context());

        IntStream.range(0, 1_500).forEach(i -> queue.put("t" + i, new byte[0]));

        assertThat(queue.take(LONG).arrivals()).hasSize(1_000);
        assertThat(queue.take(LONG).arrivals()).hasSize(500);
    }

    @Test
    void whatCameBeforeAFailureIsTakenFirst() throws Exception {
        var queue = new ArrivalQueue(Settings.context());
        queue.put("a", new byte[0]);
        queue.fail(new SourceException("first", ""));
        queue.fail(new SourceException("second", ""));

        assertThat(queue.take(LONG).arrivals()).hasSize(1);
        assertThatThrownBy(() -> queue.take(LONG)).hasMessage("first");
    }

    @Test
    void nothingComesWhenThereIsNothing() throws Exception {
        var queue = new ArrivalQueue(Settings.context());

        assertThat(queue.take(Duration.ofMillis(1)).arrivals()).isEmpty();
    }
}
