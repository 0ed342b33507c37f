package dev.freshet.server.serverapi;

import dev.freshet.engine.broker.Published;
import dev.freshet.engine.node.ChannelOptionsSource;
import dev.freshet.server.channel.OrgChannel;
import dev.freshet.server.channel.Patience;
import dev.freshet.server.problem.Problem;
import dev.freshet.server.problem.ProblemType;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;

/// `publish` and `broadcast`.
final class PublishMethods {
    private final ChannelNames names;
    private final ChannelOptionsSource options;
    private final ApiPublisher publisher;
    private final Patience patience;
    private final int maxChannels;
    private final Consumer<Problem> refusals;

    /// @param maxChannels of one broadcast
    /// @param refusals told of what is refused inside a broadcast
    PublishMethods(
            ChannelNames names,
            ChannelOptionsSource options,
            ApiPublisher publisher,
            Patience patience,
            int maxChannels,
            Consumer<Problem> refusals) {
        this.names = names;
        this.options = options;
        this.publisher = publisher;
        this.patience = patience;
        this.maxChannels = maxChannels;
        this.refusals = refusals;
    }

    CompletionStage<ApiReply> publish(Caller caller, Fields request) {
        var channel = request.text("channel");
        var message = Message.read(request);
        return request.isWrong() ? request.refusal() : publish(caller, channel, message);
    }

    CompletionStage<ApiReply> broadcast(Caller caller, Fields request) {
        var channels = request.texts("channels");
        if (channels.isEmpty()) {
            request.reject("channels", "is missing or empty", "Send a list of channels.");
        }
        var message = Message.read(request);
        if (request.isWrong()) {
            return request.refusal();
        }
        if (channels.size() > maxChannels) {
            return ApiReply.refused(tooManyChannels(channels.size()));
        }
        var replies =
                channels.stream()
                        .map(channel ->
                                Guard.around("broadcast", () -> publish(caller, channel, message))
                                        .toCompletableFuture())
                        .toList();
        return CompletableFuture.allOf(replies.toArray(CompletableFuture[]::new))
                .thenApply(_ -> broadcast(replies.stream().map(CompletableFuture::join).toList()));
    }

    private CompletionStage<ApiReply> publish(Caller caller, String name, Message message) {
        return names.resolve(caller, name, channel -> publish(channel, message));
    }

    private CompletionStage<ApiReply> publish(OrgChannel channel, Message message) {
        var canonical = channel.canonical();
        var offered = options.optionsOf(canonical);
        var publication = message.publication(offered);
        var how = message.how(offered);
        return patience.whileBusy(
                        Optional::isEmpty, () -> publisher.publish(canonical, publication, how))
                .thenApply(published ->
                        published
                                .<ApiReply>map(PublishMethods::published)
                                .orElseGet(() -> new ApiReply.Refused(busy(canonical))));
    }

    private static ApiReply published(Published published) {
        return new ApiReply.Result(json -> ResultJson.position(json, published.position()));
    }

    private ApiReply broadcast(List<ApiReply> replies) {
        for (var reply : replies) {
            if (reply instanceof ApiReply.Refused(var error)) {
                refusals.accept(error.problem());
            }
        }
        return new ApiReply.Result(json -> {
            json.writeArrayPropertyStart("responses");
            replies.forEach(reply -> writeResponse(json, reply));
            json.writeEndArray();
        });
    }

    private static void writeResponse(JsonGenerator json, ApiReply reply) {
        json.writeStartObject();
        reply.write(json, "result");
        json.writeEndObject();
    }

    private ApiError tooManyChannels(int channels) {
        return ApiError.of(
                Problem.of(
                        ProblemType.API_LIMIT,
                        "limit exceeded: \"channels\" has "
                                + channels
                                + " entries; at most "
                                + maxChannels
                                + " are possible. Nothing was published.",
                        "Send several broadcasts, or raise [freshet.server_api]"
                                + " max_broadcast_channels."));
    }

    private static ApiError busy(String channel) {
        return ApiError.of(
                Problem.of(
                        ProblemType.BUSY,
                        "too many requests: channel \""
                                + channel
                                + "\" is full, its subscribers take less than is published."
                                + " Nothing was published.",
                        "Try again later, publish less often, or look for slow subscribers."));
    }
}
