package dev.freshet.engine.transport;

import dev.freshet.engine.cluster.SurveyReply;
import dev.freshet.engine.node.Cluster;
import dev.freshet.engine.node.EmulationRoute;
import dev.freshet.engine.protocol.EmulationRequest;
import dev.freshet.engine.protocol.MalformedCommandException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The other half of the streams: commands that come beside them, in requests of their own (§21).
///
/// The session that a request names is all that proves who sent it. Any thread; nothing blocks.
public final class Emulation {
    static final String PROTOBUF = "application/octet-stream";

    private static final Logger LOG = LoggerFactory.getLogger(Emulation.class);
    private static final byte[] NOTHING = {};

    private final String node;
    private final EmulationSessions sessions;
    private final EmulationRoute route;

    /// @param node this node's id
    /// @param route to the other nodes
    public Emulation(String node, EmulationSessions sessions, EmulationRoute route) {
        this.node = node;
        this.sessions = sessions;
        this.route = route;
    }

    /// Takes requests in for the streams of all nodes of the cluster, and from them for this one's.
    public static Emulation among(Cluster cluster, EmulationSessions sessions) {
        var emulation = new Emulation(cluster.nodeId(), sessions, EmulationRoute.through(cluster));
        cluster.onSurvey(EmulationRoute.SURVEY, emulation::answer);
        return emulation;
    }

    /// Takes the body of a POST in; the caller has checked the method, the origin and the length.
    ///
    /// @param contentType of the request; only `application/octet-stream` is for Protobuf
    public CompletionStage<EmulationOutcome> handle(@Nullable String contentType, byte[] body) {
        EmulationRequest request;
        try {
            request =
                    PROTOBUF.equals(contentType)
                            ? EmulationRequest.protobuf(body)
                            : EmulationRequest.json(body);
        } catch (MalformedCommandException e) {
            return CompletableFuture.completedStage(EmulationOutcome.MALFORMED);
        }
        return forward(request).exceptionally(failure -> failed(request, failure));
    }

    private CompletionStage<EmulationOutcome> forward(EmulationRequest request) {
        if (request.node().equals(node)) {
            return deliver(request).thenApply(delivery -> EmulationOutcome.TAKEN);
        }
        if (request.node().isEmpty()) {
            return CompletableFuture.completedStage(EmulationOutcome.UNKNOWN_NODE);
        }
        return route.forward(request)
                .thenApply(known -> known ? EmulationOutcome.TAKEN : EmulationOutcome.UNKNOWN_NODE);
    }

    private static EmulationOutcome failed(EmulationRequest request, @Nullable Throwable failure) {
        LOG.warn("commands for node {} could not be handed over", request.node(), failure);
        return EmulationOutcome.FAILED;
    }

    /// Answers another node that was given a request for this one.
    private CompletionStage<SurveyReply> answer(byte[] data) {
        try {
            return deliver(EmulationRequest.protobuf(data))
                    .thenApply(delivery -> new SurveyReply(delivery.code(), NOTHING));
        } catch (MalformedCommandException e) {
            return CompletableFuture.completedStage(
                    new SurveyReply(EmulationDelivery.BAD_REQUEST.code(), NOTHING));
        }
    }

    /// Hands commands to the session, which is on this node or nowhere.
    ///
    /// @return done when the session's client has them
    CompletionStage<EmulationDelivery> deliver(EmulationRequest request) {
        var stream = sessions.find(request.session());
        if (stream == null) {
            return CompletableFuture.completedStage(EmulationDelivery.NO_SESSION);
        }
        var commands = stream.commands(request);
        if (commands == null) {
            return CompletableFuture.completedStage(EmulationDelivery.BAD_REQUEST);
        }
        try {
            return CompletableFuture.supplyAsync(
                    () -> {
                        stream.take(commands);
                        return EmulationDelivery.TAKEN;
                    },
                    stream.loop().executor());
        } catch (RejectedExecutionException closing) {
            return CompletableFuture.failedStage(closing);
        }
    }
}
