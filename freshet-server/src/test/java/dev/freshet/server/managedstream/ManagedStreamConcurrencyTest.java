package dev.freshet.server.managedstream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.server.frame.FrameJsonReader;
import dev.freshet.server.frame.FrameSchema;
import dev.freshet.source.DoubleColumn;
import dev.freshet.source.Field;
import dev.freshet.source.FieldType;
import dev.freshet.source.Frame;
import dev.freshet.source.TimeColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class ManagedStreamConcurrencyTest {
    private static final int THREADS = 8;
    private static final int PUSHES = 300;

    private final RecordingPublisher publisher = new RecordingPublisher();
    private final TestClock clock = new TestClock();
    private final ManagedStreams streams =
            new ManagedStreams(publisher, StreamLimits.defaults(), clock);

    @Test
    void publicationsComeInTheOrderOfTheirNumbersAndFitTheSchemaAnnouncedLast() throws Exception {
        long seed = System.nanoTime();

        runInAllThreads(thread -> pushRandomFields(new Random(seed + thread)));

        assertThat(publisher.published)
                .extracting(RecordingPublisher.Published::number)
                .as("seed %d", seed)
                .containsExactlyElementsOf(numbersFromOne());
        FrameSchema announced = null;
        for (String json : publisher.texts()) {
            byte[] bytes = json.getBytes(UTF_8);
            Frame frame =
                    announced == null
                            ? FrameJsonReader.read(bytes)
                            : FrameJsonReader.read(bytes, announced);
            announced = FrameSchema.of(frame);
        }
        assertThat(announced).isNotNull();
    }

    @Test
    void aSnapshotFitsItsNumberWhilePushesGoOn() throws Exception {
        runInAllThreads(thread -> {
            if (thread == 0) {
                return lookAtSnapshots();
            }
            return pushRandomFields(new Random(thread));
        });
    }

    @Test
    void expiryWhilePushesGoOnLosesNoPlaceAndNeverRepeatsANumber() throws Exception {
        runInAllThreads(thread -> {
            Random random = new Random(thread);
            for (int i = 0; i < PUSHES; i++) {
                if (random.nextInt(3) == 0) {
                    clock.advance(StreamLimits.defaults().idleTtl());
                    streams.expireIdle();
                }
                streams.push(1, "stream", "test", "m", frame(1, random));
            }
            return null;
        });

        assertThat(publisher.published)
                .extracting(RecordingPublisher.Published::number)
                .doesNotHaveDuplicates()
                .hasSize(THREADS * PUSHES);
        clock.advance(StreamLimits.defaults().idleTtl());
        streams.expireIdle();
        assertThat(streams.list(1)).isEmpty();
    }

    private Void pushRandomFields(Random random) {
        for (int i = 0; i < PUSHES; i++) {
            streams.push(1, "stream", "test", "m", frame(1 + random.nextInt(4), random));
        }
        return null;
    }

    private Void lookAtSnapshots() throws Exception {
        long last = 0;
        for (int i = 0; i < PUSHES; i++) {
            Snapshot snapshot = streams.snapshot("1/stream/test/m", false).orElse(null);
            if (snapshot != null) {
                assertThat(snapshot.number()).isGreaterThanOrEqualTo(last);
                last = snapshot.number();
                assertThat(FrameJsonReader.read(snapshot.json()).fields()).isNotEmpty();
            }
        }
        return null;
    }

    private static Frame frame(int fields, Random random) {
        List<Field> all = new ArrayList<>();
        all.add(Field.of("time", TimeColumn.of(0)));
        for (int i = 0; i < fields; i++) {
            String name = "f" + random.nextInt(40);
            if (all.stream().noneMatch(field -> field.name().equals(name))) {
                all.add(Field.nullable(name, DoubleColumn.of(FieldType.FLOAT64, i)));
            }
        }
        return Frame.of("m", all);
    }

    private static List<Long> numbersFromOne() {
        List<Long> numbers = new ArrayList<>();
        for (long number = 1; number <= THREADS * PUSHES; number++) {
            numbers.add(number);
        }
        return numbers;
    }

    private interface Work {
        Void run(int thread) throws Exception;
    }

    private static void runInAllThreads(Work work) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            List<Callable<Void>> tasks = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                int thread = i;
                tasks.add(() -> work.run(thread));
            }
            for (Future<Void> result : threads.invokeAll(tasks)) {
                result.get();
            }
        }
    }
}
