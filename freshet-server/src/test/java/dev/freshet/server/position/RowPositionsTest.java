package dev.freshet.server.position;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.server.TestClock;
import dev.freshet.server.config.DatabaseSettings;
import dev.freshet.server.managedstream.RowPosition;
import dev.freshet.server.storage.Database;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which rows a subscriber has, by the last publication that it saw.
class RowPositionsTest {
    private static final String CHANNEL = "1/ds/p/x";

    @TempDir private Path folder;
    private final TestClock clock = new TestClock();
    private final RowPositions positions = new RowPositions(clock);

    private static RowPosition row(long time) {
        return new RowPosition(time, 1);
    }

    private void publish(String epoch, long from, long to) {
        for (long offset = from; offset <= to; offset++) {
            positions.published(CHANNEL, epoch, offset, row(10 * offset));
        }
    }

    @Test
    void everyPublicationIsKnownByItsOffset() {
        publish("e", 1, 100);

        for (long offset = 1; offset <= 100; offset++) {
            assertThat(positions.find(CHANNEL, "e", offset)).contains(row(10 * offset));
        }
        assertThat(positions.find(CHANNEL, "e", 0)).isEmpty();
        assertThat(positions.find(CHANNEL, "other", 5)).isEmpty();
        assertThat(positions.find("1/ds/p/y", "e", 5)).isEmpty();
    }

    @Test
    void theLatestThousandAreKept() {
        publish("e", 1, 5_000);

        assertThat(positions.find(CHANNEL, "e", 3_976)).isEmpty();
        assertThat(positions.find(CHANNEL, "e", 3_977)).contains(row(39_770));
        assertThat(positions.find(CHANNEL, "e", 5_000)).contains(row(50_000));
    }

    @Test
    void publicationsWithoutRowsGoAsFarAsTheOneBefore() {
        publish("e", 1, 3);
        publish("e", 6, 6);

        assertThat(positions.find(CHANNEL, "e", 5)).contains(row(30));
        assertThat(positions.find(CHANNEL, "e", 6)).contains(row(60));
        publish("e", 100_000, 100_001);
        assertThat(positions.find(CHANNEL, "e", 6)).isEmpty();
        assertThat(positions.find(CHANNEL, "e", 100_000)).contains(row(1_000_000));
    }

    @Test
    void earlierEpochsAreKnownForAWhile() {
        for (var epoch : new String[] {"a", "b", "c", "d", "e"}) {
            publish(epoch, 1, 2);
        }

        assertThat(positions.find(CHANNEL, "a", 2)).isEmpty();
        assertThat(positions.find(CHANNEL, "b", 2)).contains(row(20));
        assertThat(positions.find(CHANNEL, "e", 1)).contains(row(10));
    }

    @Test
    void channelsThatAreNotUsedAreForgotten() {
        publish("e", 1, 2);
        clock.advance(Duration.ofHours(23));
        positions.forgetOld();
        assertThat(positions.find(CHANNEL, "e", 2)).isPresent();

        clock.advance(Duration.ofHours(2));
        positions.forgetOld();
        assertThat(positions.find(CHANNEL, "e", 2)).isEmpty();
    }

    @Test
    void theLatestAreKnownAfterARestart() throws Exception {
        publish("e", 1, 200);
        publish("f", 1, 3);
        try (var database = open();
                var table = new PositionTable(database, positions, clock)) {
            table.load();
        }
        var restored = new RowPositions(clock);
        try (var database = open()) {
            new PositionTable(database, restored, clock).load();
        }

        assertThat(restored.find(CHANNEL, "e", 136)).isEmpty();
        assertThat(restored.find(CHANNEL, "e", 137)).contains(row(1_370));
        assertThat(restored.find(CHANNEL, "f", 3)).contains(row(30));
    }

    /// The process was killed before this publication was written down.
    @Test
    void aPublicationBehindAllThatIsKnownGoesAtLeastAsFar() throws Exception {
        publish("e", 1, 3);

        assertThat(positions.find(CHANNEL, "e", 5)).contains(row(30));
    }

    @Test
    void whatIsOlderThanADayIsNotRestored() throws Exception {
        publish("e", 1, 3);
        try (var database = open();
                var table = new PositionTable(database, positions, clock)) {
            table.load();
        }
        clock.advance(Duration.ofHours(25));
        var restored = new RowPositions(clock);
        try (var database = open()) {
            new PositionTable(database, restored, clock).load();
        }

        assertThat(restored.find(CHANNEL, "e", 3)).isEmpty();
    }

    private Database open() throws Exception {
        return Database.open(
                new DatabaseSettings(DatabaseSettings.Type.SQLITE3, folder.resolve("freshet.db")));
    }
}
