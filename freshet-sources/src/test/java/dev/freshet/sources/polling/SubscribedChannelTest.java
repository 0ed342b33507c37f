package dev.freshet.sources.polling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.source.Field;
import dev.freshet.source.Frame;
import dev.freshet.source.History;
import dev.freshet.source.RawJson;
import dev.freshet.source.SourceException;
import dev.freshet.source.StreamSender;
import dev.freshet.source.TimeColumn;
import dev.freshet.sources.upstream.SubscribedQuery;
import dev.freshet.sources.upstream.TimeRange;
import dev.freshet.sources.upstream.UpstreamCosts;
import dev.freshet.sources.upstream.UpstreamUnavailable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SubscribedChannelTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Frame ROWS = Frame.of("", Field.of("Time", TimeColumn.of(1)));

    private final List<String> seen = new ArrayList<>();
    private final StreamSender sender =
            new StreamSender() {
                @Override
                public void send(Frame frame) {
                    seen.add("rows");
                }

                @Override
                public void send(RawJson packet) {
                    throw new AssertionError("queries send frames");
                }

                @Override
                public void send(History history) {
                    seen.add("history of " + history.rows().rows());
                }

                @Override
                public void failing(String reason) {
                    seen.add(reason);
                }
            };

    /// Fails once, then ends.
    private static final class Query implements SubscribedQuery {
        final @Nullable Frame history;
        SourceException failure = new UpstreamUnavailable("The connection is lost.", "Wait.", null);
        final List<@Nullable Instant> begun = new ArrayList<>();

        Query(@Nullable Frame history) {
            this.history = history;
        }

        @Override
        public String identity() {
            return "test";
        }

        @Override
        public @Nullable Frame history(TimeRange range) {
            return history;
        }

        @Override
        public void run(@Nullable Instant after, StreamSender to) throws SourceException {
            begun.add(after);
            to.send(ROWS);
            if (begun.size() == 1) {
                throw failure;
            }
        }
    }

    private Instant now = START;

    private SubscribedChannel channel(Query query) {
        return new SubscribedChannel(
                query, Duration.ofMinutes(1), 100, new UpstreamCosts(), () -> now);
    }

    @Test
    void theHistoryIsAskedAgainWhenTheConnectionWasLost() throws Exception {
        var query = new Query(ROWS);

        channel(query).run(sender);

        assertThat(seen)
                .containsExactly(
                        "history of 1",
                        "rows",
                        "The connection is lost. Wait.",
                        "history of 1",
                        "rows");
        assertThat(query.begun).containsExactly(START, START);
    }

    @Test
    void whatASourceWithoutHistoryHasSentStaysWhenTheConnectionIsLost() throws Exception {
        var query = new Query(null);

        channel(query).run(sender);

        assertThat(seen)
                .containsExactly("history of 0", "rows", "The connection is lost. Wait.", "rows");
        assertThat(query.begun).containsExactly(null, null);
    }

    /// Once the run ended then, and was begun again many times a second: viewers got a frame each
    /// time, and the broker the wrong password.
    @Test
    void whatIsRefusedIsAskedAgainAfterAPauseAndViewersHearWhy() throws Exception {
        var query = new Query(null);
        query.failure = new SourceException("The user may not read this.", "Allow it.");

        channel(query).run(sender);

        assertThat(seen)
                .containsExactly(
                        "history of 0", "rows", "The user may not read this. Allow it.", "rows");
    }

    @Test
    void whoSubscribesFirstGetsTheHistoryAndTheRunGoesOnFromThere() throws Exception {
        var channel = channel(new Query(ROWS));

        var history = channel.begin();
        assertThat(history).isNotNull();
        assertThat(channel.begin()).isNull();
    }

    /// Who had subscribed was gone before the stream ran, and took the history along.
    @Test
    void whatNobodyRanBeginsAnew() throws Exception {
        var channel = channel(new Query(null));
        channel.begin();
        now = START.plusSeconds(60);

        assertThat(channel.begin()).isNotNull();
        assertThat(channel.begin()).isNull();
    }
}
