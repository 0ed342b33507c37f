package dev.freshet.server.pluginstream;

import dev.freshet.server.channel.ChannelHandler;
import dev.freshet.server.channel.InitialData;
import dev.freshet.server.channel.Json;
import dev.freshet.server.channel.OrgChannel;
import dev.freshet.server.channel.PublishDecision;
import dev.freshet.server.channel.PublishRequest;
import dev.freshet.server.channel.SubscribeDecision;
import dev.freshet.server.channel.SubscribeRequest;
import dev.freshet.server.problem.Problem;
import dev.freshet.server.problem.ProblemType;
import dev.freshet.source.PublishReply;
import dev.freshet.source.RawJson;
import dev.freshet.source.SourceException;
import dev.freshet.source.StreamStatus;
import dev.freshet.source.SubscribeReply;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The channels of one [StreamOrigin]: its source decides who may subscribe and publish,
/// [RunStreams] runs it.
///
/// The source is asked on a virtual thread and has a limited time to answer.
public final class SourceHandler implements ChannelHandler {
    private static final Logger LOG = LoggerFactory.getLogger(SourceHandler.class);

    private final StreamOrigin origin;
    private final People people;
    private final RunStreams runStreams;
    private final Function<String, InitialData> snapshots;
    private final Executor executor;
    private final Duration timeout;

    /// Says how a source is called.
    ///
    /// @param snapshots the last frame of a canonical channel, where one is kept
    /// @param executor for calls that may block
    /// @param timeout for an answer of the source
    public SourceHandler(
            StreamOrigin origin,
            People people,
            RunStreams runStreams,
            Function<String, InitialData> snapshots,
            Executor executor,
            Duration timeout) {
        this.origin = origin;
        this.people = people;
        this.runStreams = runStreams;
        this.snapshots = snapshots;
        this.executor = executor;
        this.timeout = timeout;
    }

    @Override
    public CompletionStage<SubscribeDecision> subscribe(SubscribeRequest request) {
        var channel = request.channel();
        var caller = new Subscriber(origin, people, request.user(), channel, request.data());
        return ask(
                channel,
                "SubscribeStream",
                () -> origin.source().subscribeStream(caller.request()),
                reply -> decide(channel, caller, reply),
                problem -> {
                    runStreams.unserved(channel, problem);
                    return new SubscribeDecision.Refused(problem);
                });
    }

    private SubscribeDecision decide(
            OrgChannel channel, StreamCaller caller, SubscribeReply reply) {
        if (reply.status() != StreamStatus.OK) {
            var problem = refused(channel, reply.status());
            if (reply.status() == StreamStatus.NOT_FOUND) { // for everybody
                runStreams.unserved(channel, problem);
            }
            return new SubscribeDecision.Refused(problem);
        }
        var joined = runStreams.ensureRunning(channel, origin.source(), caller, reply.history());
        return SubscribeDecision.accepted(
                channel, new JoinedData(initialData(channel, reply.initialData()), joined));
    }

    /// First data that tells when they are taken: the subscriber has joined the channel then.
    private record JoinedData(InitialData data, Runnable joined) implements InitialData {
        @Override
        public @Nullable Snapshot take(boolean recovered) {
            var taken = data.take(recovered);
            joined.run();
            return taken;
        }

        @Override
        public @Nullable Snapshot takeBehind(Position known) {
            var taken = data.takeBehind(known);
            joined.run();
            return taken;
        }
    }

    /// The last frame if there is one; a source's own first data otherwise.
    private InitialData initialData(OrgChannel channel, @Nullable RawJson fromSource) {
        var last = snapshots.apply(channel.canonical());
        if (fromSource == null) {
            return last;
        }
        var first = new InitialData.Snapshot(Json.of(fromSource.toBytes()), 0);
        return recovered -> {
            var snapshot = last.take(recovered);
            return snapshot != null || recovered ? snapshot : first;
        };
    }

    @Override
    public CompletionStage<PublishDecision> publish(PublishRequest request) {
        var channel = request.channel();
        return ask(
                channel,
                "PublishStream",
                () ->
                        origin.source()
                                .publishStream(
                                        Subscriber.request(
                                                origin, request.user(), channel, request.data())),
                reply -> decide(channel, reply),
                PublishDecision.Refused::new);
    }

    private PublishDecision decide(OrgChannel channel, PublishReply reply) {
        if (reply.status() != StreamStatus.OK) {
            return new PublishDecision.Refused(refused(channel, reply.status()));
        }
        var data = reply.data();
        return data == null
                ? new PublishDecision.Nothing()
                : new PublishDecision.Publish(channel, Json.of(data.toBytes()));
    }

    /// What is decided after the time is over would come too late: it is not decided at all.
    private <R, D> CompletionStage<D> ask(
            OrgChannel channel,
            String call,
            Callable<R> question,
            Function<R, D> decide,
            Function<Problem, D> refuse) {
        return answer(question)
                .handle((reply, failure) ->
                        failure == null
                                ? decide.apply(reply)
                                : refuse.apply(unanswered(channel, call, failure)));
    }

    /// A call that takes too long is interrupted, so that a hanging source does not collect
    /// threads.
    private <R> CompletableFuture<R> answer(Callable<R> question) {
        var answer = new CompletableFuture<R>();
        var task =
                new FutureTask<Void>(
                        () -> {
                            try {
                                answer.complete(question.call());
                            } catch (Throwable e) {
                                answer.completeExceptionally(new ExecutionException(e));
                            }
                        },
                        null);
        executor.execute(task);
        return answer.orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((_, failure) -> {
                    if (failure instanceof TimeoutException) {
                        task.cancel(true);
                    }
                });
    }

    private Problem unanswered(OrgChannel channel, String call, Throwable failure) {
        var cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof TimeoutException) {
            return Problem.of(
                    ProblemType.SOURCE_TIMEOUT,
                    "Source \"%s\" did not answer %s for %s within %d s."
                            .formatted(origin.name(), call, channel.address(), timeout.toSeconds()),
                    "Check that it runs.");
        }
        if (cause instanceof ExecutionException wrapped
                && wrapped.getCause() instanceof SourceException said) {
            LOG.warn(
                    "{} of \"{}\" failed for {}: {}",
                    call,
                    origin.name(),
                    channel.canonical(),
                    said.getMessage());
            return Problem.said(ProblemType.SOURCE_UNAVAILABLE, said);
        }
        LOG.warn("{} of \"{}\" failed for {}", call, origin.name(), channel.canonical(), cause);
        return Problem.of(
                ProblemType.SOURCE_FAILED,
                "Source \"%s\" failed in %s for %s."
                        .formatted(origin.name(), call, channel.address()),
                "The server's log has the reason.");
    }

    private Problem refused(OrgChannel channel, StreamStatus status) {
        return status == StreamStatus.NOT_FOUND
                ? Problem.of(
                        ProblemType.SOURCE_PATH_NOT_FOUND,
                        "Source \""
                                + origin.name()
                                + "\" has no path \""
                                + channel.address().path()
                                + "\".",
                        "Check its spelling; a data source without a plugin has the names under"
                                + " streams in its provisioning file, and the queries of panels.")
                : Problem.of(
                        ProblemType.SOURCE_PERMISSION_DENIED,
                        "Source \""
                                + origin.name()
                                + "\" does not let you use \""
                                + channel.address().path()
                                + "\".",
                        "Ask whoever runs the source; most let nobody publish.");
    }
}
