package dev.freshet.server.managedstream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.server.problem.ProblemType;
import dev.freshet.source.BooleanColumn;
import dev.freshet.source.DoubleColumn;
import dev.freshet.source.Field;
import dev.freshet.source.FieldType;
import dev.freshet.source.Frame;
import dev.freshet.source.LongColumn;
import dev.freshet.source.RawJson;
import dev.freshet.source.StringColumn;
import dev.freshet.source.TimeColumn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ManagedStreamsTest {
    private final RecordingPublisher publisher = new RecordingPublisher();
    private final TestClock clock = new TestClock();
    private final ManagedStreams streams =
            new ManagedStreams(publisher, StreamLimits.defaults(), clock);

    @Test
    void theFirstPushAnnouncesTheSchemaAndTheNextOnesSendDataOnly() {
        push("cpu", frame(number("a", 1), number("b", 2)));
        push("cpu", frame(number("a", 3), number("b", 4)));

        assertThat(publisher.published)
                .containsExactly(
                        new RecordingPublisher.Published(
                                "1/stream/test/cpu",
                                "{\"schema\":"
                                        + schema("a", "b")
                                        + ",\"data\":{\"values\":[[0],[1],[2]]}}",
                                1),
                        new RecordingPublisher.Published(
                                "1/stream/test/cpu", "{\"data\":{\"values\":[[0],[3],[4]]}}", 2));
    }

    @Test
    void fieldsInAnotherOrderAndMissingOnesChangeNothing() {
        push("cpu", frame(number("a", 1), number("b", 2)));
        push("cpu", frame(number("b", 4), number("a", 3)));
        push("cpu", frame(number("b", 5)));

        assertThat(publisher.texts().subList(1, 3))
                .containsExactly(
                        "{\"data\":{\"values\":[[0],[3],[4]]}}",
                        "{\"data\":{\"values\":[[0],[null],[5]]}}");
    }

    @Test
    void aNewFieldIsAppendedAndAnnouncedOnce() {
        push("cpu", frame(number("b", 1)));
        push("cpu", frame(number("a", 2), number("b", 3)));
        push("cpu", frame(number("a", 4)));

        assertThat(publisher.texts().subList(1, 3))
                .containsExactly(
                        "{\"schema\":" + schema("b", "a") + ",\"data\":{\"values\":[[0],[3],[2]]}}",
                        "{\"data\":{\"values\":[[0],[null],[4]]}}");
    }

    @Test
    void fieldsOfOneNameWithOtherLabelsAreOtherFields() {
        Field hostA = number("v", 1).withLabels(Map.of("host", "a"));
        Field hostB = number("v", 2).withLabels(Map.of("host", "b"));

        push("m", frame(hostA, hostB));
        push("m", frame(hostB, hostA));
        push("m", frame(hostB));

        assertThat(publisher.texts().subList(1, 3))
                .containsExactly(
                        "{\"data\":{\"values\":[[0],[1],[2]]}}",
                        "{\"data\":{\"values\":[[0],[null],[2]]}}");
    }

    @Test
    void theFirstTypeWinsAndWhatDoesNotFitIsNullCountedAndNamed() {
        push("m", frame(number("v", 1)));
        push("m", frame(Field.nullable("v", BooleanColumn.of(true))));
        push("m", frame(Field.nullable("v", LongColumn.of(FieldType.INT64, 7))));

        assertThat(publisher.texts().subList(1, 3))
                .containsExactly(
                        "{\"data\":{\"values\":[[0],[null]]}}",
                        "{\"data\":{\"values\":[[0],[7]]}}");
        assertThat(streams.info("1/stream/test/m").orElseThrow().losses())
                .containsExactly(new FieldLoss("v", FieldLoss.Reason.OTHER_TYPE, 1));
    }

    @Test
    void aStringFieldTakesTheTextOfWhatComesLater() {
        push("m", frame(Field.nullable("v", StringColumn.of("one"))));
        push("m", frame(number("v", 1.5)));
        push("m", frame(Field.nullable("v", BooleanColumn.of(true))));

        assertThat(publisher.texts().subList(1, 3))
                .containsExactly(
                        "{\"data\":{\"values\":[[0],[\"1.5\"]]}}",
                        "{\"data\":{\"values\":[[0],[\"true\"]]}}");
        assertThat(streams.info("1/stream/test/m").orElseThrow().losses()).isEmpty();
    }

    @Test
    void aFieldThatIsNotNullableBecomesSoWhenItIsFirstMissing() {
        push("m", frame(Field.of("v", BooleanColumn.of(true))));
        push("m", frame(number("w", 1)));
        push("m", frame(number("w", 2)));

        assertThat(publisher.texts().get(0))
                .contains(
                        "{\"name\":\"v\",\"type\":\"boolean\",\"typeInfo\":{\"frame\":\"bool\"}}");
        assertThat(publisher.texts().get(1)).contains("{\"frame\":\"bool\",\"nullable\":true}");
        assertThat(publisher.texts().get(2)).startsWith("{\"data\":");
    }

    @Test
    void aChangedConfigIsAnnounced() {
        RawJson percent = RawJson.of("{\"unit\":\"percent\"}");

        push("m", frame(number("v", 1)));
        push("m", frame(number("v", 2).withConfig(percent)));
        push("m", frame(number("v", 3).withConfig(percent)));

        assertThat(publisher.texts().get(1)).contains("\"config\":{\"unit\":\"percent\"}");
        assertThat(publisher.texts().get(2)).startsWith("{\"data\":");
    }

    @Test
    void theOtherFormatStartsTheSchemaAfresh() {
        Frame labelled =
                Frame.of(
                        "m",
                        Field.of("labels", StringColumn.of("host=a")),
                        Field.of("time", TimeColumn.of(0)),
                        number("v", 1));

        push("m", frame(number("v", 1)));
        push("m", labelled);

        assertThat(publisher.texts().get(1))
                .contains("\"data\":{\"values\":[[\"host=a\"],[0],[1]]}")
                .doesNotContain("nullable\":true},{\"name\":\"v\"");
        assertThat(streams.info("1/stream/test/m").orElseThrow().fields()).isEqualTo(3);
    }

    @Test
    void fieldsBeyondTheLimitAreDroppedCountedAndNamed() {
        List<Field> many = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            many.add(number("f" + i, i));
        }

        push("m", frame(many.toArray(Field[]::new)));
        push("m", frame(number("f0", 1), number("new", 2)));

        StreamInfo info = streams.info("1/stream/test/m").orElseThrow();
        assertThat(info.fields()).isEqualTo(500);
        assertThat(info.losses())
                .contains(new FieldLoss("f499", FieldLoss.Reason.TOO_MANY_FIELDS, 1));
        assertThat(info.losses().stream().mapToLong(FieldLoss::values).sum()).isEqualTo(102);
        assertThat(info.losses()).hasSizeLessThan(60);
        assertThat(publisher.texts().get(1)).startsWith("{\"data\":");
    }

    @Test
    void theSnapshotIsTheLastFrameWithSchemaAndNumber() {
        push("m", frame(number("v", 1)));
        push("m", frame(number("v", 2)));

        Snapshot snapshot = streams.snapshot("1/stream/test/m", false).orElseThrow();

        assertThat(snapshot.number()).isEqualTo(2);
        assertThat(new String(snapshot.json(), UTF_8))
                .isEqualTo("{\"schema\":" + schema("v") + ",\"data\":{\"values\":[[0],[2]]}}");
    }

    @Test
    void whoRecoversIsGivenTheSchemaWithoutRows() {
        push("m", frame(number("v", 1)));
        push("m", frame(number("v", 2)));

        Snapshot snapshot = streams.snapshot("1/stream/test/m", true).orElseThrow();

        assertThat(snapshot.number()).isZero();
        assertThat(new String(snapshot.json(), UTF_8))
                .isEqualTo("{\"schema\":" + schema("v") + "}");
    }

    @Test
    void aChannelThatNobodyPushedToIsNotMadeByAskingForIt() {
        assertThat(streams.snapshot("1/stream/test/m", false)).isEmpty();
        assertThat(streams.info("1/stream/test/m")).isEmpty();
        assertThat(streams.snapshot("nonsense", false)).isEmpty();
        assertThat(streams.snapshot("/x", false)).isEmpty();
        assertThat(streams.snapshot("99999999999999999999/stream/test/m", false)).isEmpty();
        assertThat(streams.list(1)).isEmpty();
    }

    @Test
    void nothingIsStoredWhenOneTargetIsBusy() {
        publisher.busy.add("1/stream/test/b");

        PushOutcome outcome =
                streams.push(
                        1,
                        "stream",
                        "test",
                        List.of(forChannel("a", frame()), forChannel("b", frame())));

        assertThat(outcome).isEqualTo(new PushOutcome.Busy("stream/test/b"));
        assertThat(publisher.published).isEmpty();
        assertThat(streams.list(1)).isEmpty();
    }

    @Test
    void anAcceptedPushSaysWhatItDid() {
        PushOutcome outcome =
                streams.push(
                        1,
                        "stream",
                        "test",
                        List.of(
                                forChannel("b", frame(number("v", 1))),
                                forChannel("a", frame(number("v", 2)))));

        assertThat(outcome)
                .isEqualTo(
                        new PushOutcome.Accepted(List.of("stream/test/b", "stream/test/a"), 2, 2));
        assertThat(streams.list(1))
                .extracting(StreamInfo::channel)
                .containsExactly("stream/test/a", "stream/test/b");
    }

    @Test
    void organisationsAreApart() {
        push("m", frame(number("v", 1)));
        streams.push(2, "stream", "test", "m", frame(number("v", 2)));

        assertThat(streams.list(1)).hasSize(1);
        assertThat(streams.list(3)).isEmpty();
        assertThat(publisher.published)
                .extracting(RecordingPublisher.Published::channel)
                .containsExactly("1/stream/test/m", "2/stream/test/m");
    }

    @Test
    void theListShowsSchemaRateAndTimeOfTheLastPush() {
        push("m", frame(number("v", 1)));
        clock.advance(Duration.ofSeconds(30));
        push("m", frame(number("v", 1)));
        clock.advance(Duration.ofSeconds(29));
        push("m", frame(number("v", 1)));

        StreamInfo info = streams.list(1).getFirst();
        assertThat(info.minuteRate()).isEqualTo(3);
        assertThat(info.lastPush()).isEqualTo(clock.instant());
        assertThat(info.data()).hasToString("{\"schema\":" + schema("v") + "}");
        clock.advance(Duration.ofSeconds(1));
        assertThat(streams.list(1).getFirst().minuteRate()).isEqualTo(2);
        clock.advance(Duration.ofSeconds(60));
        assertThat(streams.list(1).getFirst().minuteRate()).isZero();
    }

    @Test
    void tooManyChannelsAreRefusedBeforeAnythingIsStored() {
        ManagedStreams few =
                new ManagedStreams(publisher, StreamLimits.defaults().withChannels(2), clock);
        few.push(1, "stream", "test", "a", frame(number("v", 1)));

        PushOutcome outcome =
                few.push(
                        1,
                        "stream",
                        "test",
                        List.of(
                                forChannel("a", frame(number("v", 1))),
                                forChannel("b", frame(number("v", 1))),
                                forChannel("c", frame(number("v", 1)))));

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        PushOutcome.Refused.class,
                        refused -> {
                            assertThat(refused.problem().type())
                                    .isEqualTo(ProblemType.STREAM_TOO_MANY_CHANNELS);
                            assertThat(refused.problem().hint())
                                    .contains("managed_max_channels (now 2)");
                        });
        assertThat(publisher.published).hasSize(1);
        assertThat(few.push(1, "stream", "test", "b", frame(number("v", 1))))
                .isInstanceOf(PushOutcome.Accepted.class);
        assertThat(few.push(1, "stream", "test", "a", frame(number("v", 1))))
                .isInstanceOf(PushOutcome.Accepted.class);
        assertThat(few.push(2, "stream", "test", "c", frame(number("v", 1))))
                .isInstanceOf(PushOutcome.Accepted.class);
    }

    @Test
    void tooMuchMemoryIsRefusedButKnownStreamsGoOn() {
        ManagedStreams small =
                new ManagedStreams(publisher, StreamLimits.defaults().withBytes(10_000), clock);
        int accepted = 0;
        PushOutcome outcome;

        do {
            outcome = small.push(1, "stream", "test", "m" + accepted, frame(number("v", 1)));
            accepted++;
        } while (outcome instanceof PushOutcome.Accepted && accepted < 100);

        assertThat(accepted).isBetween(4, 8);
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        PushOutcome.Refused.class,
                        refused ->
                                assertThat(refused.problem().type())
                                        .isEqualTo(ProblemType.STREAM_TOO_MUCH_MEMORY));
        assertThat(small.push(1, "stream", "test", "m0", frame(number("v", 2))))
                .isInstanceOf(PushOutcome.Accepted.class);
    }

    @Test
    void aPushThatTheSchemaWouldInflateIsRefused() {
        List<Field> many = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            many.add(number("f" + i, i));
        }
        push("m", frame(many.toArray(Field[]::new)));

        PushOutcome outcome = push("m", rows(10_000, 1));

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        PushOutcome.Refused.class,
                        refused ->
                                assertThat(refused.problem().type())
                                        .isEqualTo(ProblemType.PUSH_TOO_MANY_VALUES));
        assertThat(publisher.published).hasSize(1);
    }

    @Test
    void aLargePushBecomesSeveralPublicationsOfItsRowsInOrder() {
        push("m", rows(60_000, 1));

        assertThat(publisher.published).hasSize(3);
        assertThat(publisher.texts().get(0)).startsWith("{\"schema\":");
        assertThat(publisher.texts().get(1)).startsWith("{\"data\":");
        assertThat(String.join("", publisher.texts()).split("\\[0,1,2,3,4,").length).isEqualTo(2);
        assertThat(publisher.texts().get(2)).endsWith(",59998,59999]]}}");
        assertThat(publisher.published)
                .extracting(RecordingPublisher.Published::number)
                .containsExactly(1L, 2L, 3L);
    }

    @Test
    void longTextsAreCutByTheirBytes() {
        StringColumn.Builder texts = StringColumn.builder();
        TimeColumn.Builder times = TimeColumn.builder();
        for (int i = 0; i < 30; i++) {
            texts.append("x".repeat(100_000));
            times.append(0);
        }

        push("m", Frame.of("m", Field.of("t", times.build()), Field.of("s", texts.build())));

        assertThat(publisher.published).hasSize(3);
        assertThat(publisher.texts()).allMatch(text -> text.length() < 1_200_000);
    }

    @Test
    void aFrameWithoutRowsAnnouncesItsSchemaOnce() {
        Frame empty = Frame.of("m", Field.of("v", DoubleColumn.of(FieldType.FLOAT64)));

        push("m", empty);
        push("m", empty);

        assertThat(publisher.texts())
                .containsExactly(
                        "{\"schema\":{\"name\":\"m\",\"fields\":[{\"name\":\"v\",\"type\":\"number\",\"typeInfo\":{\"frame\":\"float64\"}}]},\"data\":{\"values\":[[]]}}");
    }

    @Test
    void anIdleStreamExpiresAndALaterOneGoesOnAboveItsNumbers() {
        push("m", frame(number("v", 1)));
        push("m", frame(number("v", 1)));
        clock.advance(Duration.ofDays(6));
        push("other", frame(number("v", 1)));
        clock.advance(Duration.ofDays(1));

        assertThat(streams.expireIdle()).isEqualTo(1);
        assertThat(streams.snapshot("1/stream/test/m", false)).isEmpty();
        assertThat(streams.list(1)).hasSize(1);

        push("m", frame(number("v", 1)));
        assertThat(publisher.published.getLast().number()).isEqualTo(3);
        assertThat(publisher.published.getLast().json()).startsWith("{\"schema\":");
    }

    @Test
    void aMillionChannelsMadeAndExpiredGiveTheirPlacesBack() {
        RecordingPublisher nobody = new RecordingPublisher();
        StreamPublisher silent =
                new StreamPublisher() {
                    @Override
                    public boolean hasRoom(String canonicalChannel) {
                        return nobody.hasRoom(canonicalChannel);
                    }

                    @Override
                    public void publish(String canonicalChannel, byte[] json, long number) {}
                };
        ManagedStreams many =
                new ManagedStreams(silent, StreamLimits.defaults().withChannels(10_000), clock);

        for (int i = 0; i < 1_000_000; i++) {
            if (i % 10_000 == 0) {
                clock.advance(Duration.ofDays(8));
                many.expireIdle();
                assertThat(many.list(1)).isEmpty();
            }
            PushOutcome outcome = many.push(1, "stream", "test", "m" + i, frame(number("v", 1)));
            if (!(outcome instanceof PushOutcome.Accepted)) {
                throw new AssertionError(i + ": " + outcome);
            }
        }
    }

    private PushOutcome push(String path, Frame frame) {
        return streams.push(1, "stream", "test", path, frame);
    }

    private static FrameForChannel forChannel(String path, Frame frame) {
        return new FrameForChannel(path, path, frame, List.of());
    }

    private static Frame frame(Field... fields) {
        List<Field> all = new ArrayList<>();
        all.add(Field.of("time", TimeColumn.of(0)));
        all.addAll(List.of(fields));
        return Frame.of("m", all);
    }

    private static Frame rows(int rows, int fields) {
        TimeColumn.Builder times = TimeColumn.builder();
        for (int row = 0; row < rows; row++) {
            times.append(0);
        }
        List<Field> all = new ArrayList<>();
        all.add(Field.of("time", times.build()));
        for (int i = 0; i < fields; i++) {
            DoubleColumn.Builder values = DoubleColumn.builder(FieldType.FLOAT64);
            for (int row = 0; row < rows; row++) {
                values.append(row);
            }
            all.add(Field.nullable("f" + i, values.build()));
        }
        return Frame.of("m", all);
    }

    private static Field number(String name, double value) {
        return Field.nullable(name, DoubleColumn.of(FieldType.FLOAT64, value));
    }

    private static String schema(String... numbers) {
        StringBuilder schema =
                new StringBuilder(
                        "{\"name\":\"m\",\"fields\":[{\"name\":\"time\",\"type\":\"time\",\"typeInfo\":{\"frame\":\"time.Time\"}}");
        for (String name : numbers) {
            schema.append(
                    ",{\"name\":\"%s\",\"type\":\"number\",\"typeInfo\":{\"frame\":\"float64\",\"nullable\":true}}"
                            .formatted(name));
        }
        return schema.append("]}").toString();
    }
}
