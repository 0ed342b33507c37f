package dev.freshet.sources.polling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

    /// Loses its connection once, then is refused.
    private static final class Query implements SubscribedQuery {
        final @Nullable Frame history;
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
            if (begun.size() > 1) {
                throw new SourceException("no such topic", "");
            }
            throw new UpstreamUnavailable("The connection is lost.", "Wait.", null);
        }
    }

    private Instant now = START;

    private SubscribedChannel channel(Query query) {
        return new SubscribedChannel(
                query, Duration.ofMinutes(1), 100, new UpstreamCosts(), () -> now);
    }

    @Test
    void theHistoryIsAskedAgainWhenTheConnectionWasLost() {
        var query = new Query(ROWS);

        assertThatThrownBy(() -> channel(query).run(sender)).hasMessage("no such topic");

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
    void whatASourceWithoutHistoryHasSentStaysWhenTheConnectionIsLost() {
        var query = new Query(null);

        assertThatThrownBy(() -> channel(query).run(sender)).hasMessage("no such topic");

        assertThat(seen)
                .containsExactly("history of 0", "rows", "The connection is lost. Wait.", "rows");
        assertThat(query.begun).containsExactly(null, null);
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
