package dev.freshet.server.serverapi;

import dev.freshet.engine.broker.HistoryQuery;
import dev.freshet.engine.broker.StreamPart;
import dev.freshet.engine.node.Node;
import dev.freshet.engine.presence.PresenceStats;
import dev.freshet.engine.protocol.ClientInfo;
import dev.freshet.engine.protocol.StreamPosition;
import dev.freshet.server.channel.OrgChannel;
import dev.freshet.server.problem.Problem;
import dev.freshet.server.problem.ProblemType;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// What is told about one channel: `presence`, `presence_stats`, `history`, and `history_remove`.
final class ChannelMethods {
    private final ChannelNames names;
    private final Node node;
    private final int maxHistory;

    /// @param maxHistory publications of one answer
    ChannelMethods(ChannelNames names, Node node, int maxHistory) {
        this.names = names;
        this.node = node;
        this.maxHistory = maxHistory;
    }

    // ---- who is there

    CompletionStage<ApiReply> presence(Caller caller, Fields request) {
        var name = request.text("channel");
        return request.isWrong()
                ? request.refusal()
                : names.resolve(
                        caller,
                        name,
                        channel ->
                                node.presence()
                                        .presence(channel.canonical())
                                        .thenApply(members ->
                                                members.isEmpty() && !keepsPresence(channel)
                                                        ? noPresence(channel)
                                                        : presence(members)));
    }

    private static ApiReply presence(Map<String, ClientInfo> members) {
        return new ApiReply.Result(json -> {
            json.writeObjectPropertyStart("presence");
            members.forEach((client, info) -> {
                json.writeName(client);
                ResultJson.clientInfo(json, info);
            });
            json.writeEndObject();
        });
    }

    CompletionStage<ApiReply> presenceStats(Caller caller, Fields request) {
        var name = request.text("channel");
        return request.isWrong()
                ? request.refusal()
                : names.resolve(
                        caller,
                        name,
                        channel ->
                                node.presence()
                                        .stats(channel.canonical())
                                        .thenApply(stats ->
                                                stats.clients() == 0 && !keepsPresence(channel)
                                                        ? noPresence(channel)
                                                        : presenceStats(stats)));
    }

    private static ApiReply presenceStats(PresenceStats stats) {
        return new ApiReply.Result(json -> {
            json.writeNumberProperty("num_clients", stats.clients());
            json.writeNumberProperty("num_users", stats.users());
        });
    }

    /// A subscription made with an override may be present where others are not.
    private boolean keepsPresence(OrgChannel channel) {
        return node.optionsOf(channel.canonical()).presence();
    }

    private static ApiReply noPresence(OrgChannel channel) {
        return new ApiReply.Refused(
                notKept(
                        channel,
                        ProblemType.NO_PRESENCE,
                        "keeps no list of who is subscribed",
                        "presence = true"));
    }

    // ---- what was published

    CompletionStage<ApiReply> history(Caller caller, Fields request) {
        var name = request.text("channel");
        int limit = (int) request.number("limit", Integer.MIN_VALUE, Integer.MAX_VALUE);
        var since = request.position("since");
        boolean reverse = request.flag("reverse");
        if (reverse && since != null && since.offset() == 0) {
            request.reject(
                    "since.offset",
                    "is 0, before which nothing comes",
                    "Leave since out to begin at the newest.");
        }
        return request.isWrong()
                ? request.refusal()
                : names.resolve(
                        caller, name, channel -> history(channel, cut(limit), since, reverse));
    }

    private int cut(int limit) {
        return limit < 0 ? maxHistory : Math.min(limit, maxHistory);
    }

    private CompletionStage<ApiReply> history(
            OrgChannel channel, int limit, @Nullable StreamPosition since, boolean reverse) {
        var kept = node.optionsOf(channel.canonical()).history();
        if (!kept.isKept()) {
            return ApiReply.refused(noHistory(channel));
        }
        return node.history(
                        channel.canonical(),
                        new HistoryQuery(limit, since, reverse, kept.metaTtl()))
                .thenApply(part ->
                        since == null
                                        || since.epoch().isEmpty()
                                        || since.epoch().equals(part.top().epoch())
                                ? history(part)
                                : new ApiReply.Refused(gone(since.epoch())));
    }

    private static ApiReply history(StreamPart part) {
        return new ApiReply.Result(json -> {
            json.writeArrayPropertyStart("publications");
            part.publications().forEach(each -> ResultJson.publication(json, each));
            json.writeEndArray();
            json.writeStringProperty("epoch", part.top().epoch());
            ResultJson.unsigned(json, "offset", part.top().offset());
        });
    }

    CompletionStage<ApiReply> historyRemove(Caller caller, Fields request) {
        var name = request.text("channel");
        return request.isWrong()
                ? request.refusal()
                : names.resolve(caller, name, this::removeHistory);
    }

    private CompletionStage<ApiReply> removeHistory(OrgChannel channel) {
        return node.optionsOf(channel.canonical()).history().isKept()
                ? ApiReply.after(node.removeHistory(channel.canonical()))
                : ApiReply.refused(noHistory(channel));
    }

    private static ApiError noHistory(OrgChannel channel) {
        return notKept(
                channel,
                ProblemType.NO_HISTORY,
                "keeps no history",
                "history_size and history_ttl");
    }

    private static ApiError notKept(OrgChannel channel, ProblemType type, String what, String key) {
        return ApiError.of(
                Problem.of(
                        type,
                        "not available: channel \"" + channel.address() + "\" " + what + ".",
                        "Set "
                                + key
                                + " in a [freshet.channel.<name>] section whose pattern fits."));
    }

    private static ApiError gone(String epoch) {
        return ApiError.of(
                Problem.of(
                        ProblemType.API_UNRECOVERABLE_POSITION,
                        "unrecoverable position: the stream of epoch \"" + epoch + "\" is gone.",
                        "Begin without since."));
    }
}
