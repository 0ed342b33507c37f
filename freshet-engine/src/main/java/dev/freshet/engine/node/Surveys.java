package dev.freshet.engine.node;

import dev.freshet.engine.cluster.ControlCommand;
import dev.freshet.engine.cluster.Controller;
import dev.freshet.engine.cluster.SurveyHandler;
import dev.freshet.engine.cluster.SurveyReply;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Questions to all nodes, and the answers that are waited for. Any thread.
final class Surveys {
    private static final Logger LOG = LoggerFactory.getLogger(Surveys.class);

    /// The operation is not known on that node, or its handler failed.
    static final int FAILED = 1;

    private static final byte[] NOTHING = {};

    private static final class Pending {
        final Map<String, SurveyReply> replies = new ConcurrentHashMap<>();
        final CompletableFuture<Map<String, SurveyReply>> all = new CompletableFuture<>();
        final Set<String> expected;

        Pending(Set<String> expected) {
            this.expected = expected;
        }

        void add(String node, SurveyReply reply) {
            replies.put(node, reply);
            if (replies.keySet().containsAll(expected)) {
                all.complete(Map.copyOf(replies));
            }
        }
    }

    private final Controller controller;
    private final AtomicLong lastId = new AtomicLong();
    private final Map<Long, Pending> pending = new ConcurrentHashMap<>();
    private final Map<String, SurveyHandler> handlers = new ConcurrentHashMap<>();

    Surveys(Controller controller) {
        this.controller = controller;
    }

    void handler(String operation, SurveyHandler handler) {
        handlers.put(operation, handler);
    }

    CompletionStage<Map<String, SurveyReply>> ask(
            String operation, byte[] data, Set<String> nodes, Duration timeout) {
        long id = lastId.incrementAndGet();
        var survey = register(id, nodes);
        controller
                .send(new ControlCommand.SurveyQuestion(id, operation, data))
                .whenComplete((done, failure) -> fail(survey, failure));
        return survey.all
                .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(failure -> {
                    if (failure instanceof TimeoutException) {
                        return Map.copyOf(survey.replies);
                    }
                    throw new IllegalStateException("the survey could not be sent", failure);
                });
    }

    CompletionStage<SurveyReply> askOne(
            String node, String operation, byte[] data, Duration timeout) {
        long id = lastId.incrementAndGet();
        var survey = register(id, Set.of(node));
        controller
                .sendTo(node, new ControlCommand.SurveyQuestion(id, operation, data))
                .whenComplete((done, failure) -> fail(survey, failure));
        return survey.all
                .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .thenApply(replies -> Objects.requireNonNull(replies.get(node)));
    }

    private Pending register(long id, Set<String> nodes) {
        var survey = new Pending(nodes);
        pending.put(id, survey);
        survey.all.whenComplete((replies, failure) -> pending.remove(id));
        return survey;
    }

    private static void fail(Pending survey, @Nullable Throwable failure) {
        if (failure != null) {
            survey.all.completeExceptionally(failure);
        }
    }

    void onQuestion(String from, ControlCommand.SurveyQuestion question) {
        answer(question)
                .whenComplete((reply, failure) -> {
                    if (failure != null) {
                        LOG.warn("a survey of {} failed here", question.operation(), failure);
                    }
                    var sent = reply == null ? new SurveyReply(FAILED, NOTHING) : reply;
                    controller.sendTo(
                            from,
                            new ControlCommand.SurveyAnswer(
                                    question.id(), sent.code(), sent.data()));
                });
    }

    private CompletionStage<SurveyReply> answer(ControlCommand.SurveyQuestion question) {
        var handler = handlers.get(question.operation());
        if (handler == null) {
            return CompletableFuture.completedStage(new SurveyReply(FAILED, NOTHING));
        }
        try {
            return Objects.requireNonNull(handler.answer(question.data()), "the answer is null");
        } catch (RuntimeException e) {
            return CompletableFuture.failedStage(e);
        }
    }

    void onAnswer(String from, ControlCommand.SurveyAnswer answer) {
        var survey = pending.get(answer.id());
        if (survey != null) {
            survey.add(from, new SurveyReply(answer.code(), answer.data()));
        }
    }
}
