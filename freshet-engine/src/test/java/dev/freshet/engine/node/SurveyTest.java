package dev.freshet.engine.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.engine.cluster.ControlCommand;
import dev.freshet.engine.cluster.NodeInfo;
import dev.freshet.engine.cluster.SurveyReply;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class SurveyTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    private final Wires wires = new Wires();
    private final Cluster cluster = new Cluster("a", wires, () -> info("a"));

    private static NodeInfo info(String id) {
        return new NodeInfo(id, "node " + id, "", 0, 0, 0, 0, Duration.ZERO);
    }

    private void heartbeat(String... nodes) {
        for (var node : nodes) {
            wires.say(node, new ControlCommand.Heartbeat(info(node)));
        }
    }

    private CompletableFuture<Map<String, SurveyReply>> survey(Duration timeout) {
        return cluster.survey("who", new byte[0], timeout).toCompletableFuture();
    }

    private void answer(String from, long id) {
        wires.say(from, new ControlCommand.SurveyAnswer(id, 0, from.getBytes(UTF_8)));
    }

    @Test
    void aSurveyEndsWhenAllKnownNodesHaveAnswered() {
        heartbeat("b", "c");
        var survey = survey(LONG);

        answer("a", 1);
        answer("b", 1);
        answer("b", 1);
        assertThat(survey).isNotDone();
        answer("c", 1);

        assertThat(survey).isCompleted();
        assertThat(survey.join().keySet()).containsExactlyInAnyOrder("a", "b", "c");
    }

    /// Answers were only counted, so that a node that nobody knew took the place of one that had
    /// not answered yet.
    @Test
    void whoIsNotKnownDoesNotStandInForWhoIs() {
        heartbeat("b");
        var survey = survey(LONG);

        answer("a", 1);
        answer("stranger", 1);
        assertThat(survey).isNotDone();
        answer("b", 1);

        assertThat(survey.join().keySet()).containsExactlyInAnyOrder("a", "b", "stranger");
    }

    @Test
    void whoDoesNotAnswerIsMissing() {
        heartbeat("b");
        var survey = survey(Duration.ofMillis(1));
        answer("a", 1);

        assertThat(survey)
                .succeedsWithin(Duration.ofSeconds(10))
                .satisfies(replies -> assertThat(replies).doesNotContainKey("b"));
        answer("b", 1);
        assertThat(survey.join()).doesNotContainKey("b");
    }

    @Test
    void aNodeThatIsAskedAloneAnswersOrFailsInTime() {
        var one = cluster.ask("b", "who", new byte[0], LONG).toCompletableFuture();
        answer("c", 1);
        assertThat(one).isNotDone();
        answer("b", 1);
        assertThat(one.join().data()).isEqualTo("b".getBytes(UTF_8));

        assertThat(cluster.ask("b", "who", new byte[0], Duration.ofMillis(1)))
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableThat()
                .withCauseInstanceOf(TimeoutException.class);
    }

    @Test
    void aSurveyThatCannotBeSentFails() {
        wires.outcome = RemoteBroker.failure();

        assertThat(survey(LONG)).isCompletedExceptionally();
    }

    @Test
    void questionsAreAnsweredAlsoWhenTheHandlerFails() {
        cluster.onSurvey(
                "throws",
                data -> {
                    throw new IllegalStateException("says the test");
                });
        cluster.onSurvey(
                "fails",
                data -> CompletableFuture.failedStage(new IllegalStateException("says the test")));
        cluster.onSurvey("null", SurveyTest::nothing);

        for (var operation : List.of("throws", "fails", "null", "unknown")) {
            wires.say("b", new ControlCommand.SurveyQuestion(7, operation, new byte[0]));
        }

        assertThat(wires.sent).hasSize(4).containsOnly("b: SurveyAnswer");
    }

    @SuppressWarnings("NullAway") // What a program can do all the same.
    private static CompletionStage<SurveyReply> nothing(byte[] data) {
        return null;
    }
}
