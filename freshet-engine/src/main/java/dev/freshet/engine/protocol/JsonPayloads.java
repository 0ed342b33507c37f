package dev.freshet.engine.protocol;

import org.jspecify.annotations.Nullable;

/// Whether everything in a result or message that is embedded in JSON as it is really is JSON (§3).
final class JsonPayloads {
    private JsonPayloads() {}

    static boolean areAll(Result result) {
        return switch (result) {
            case Result.Connect connect ->
                    isJson(connect.data())
                            && connect.subscriptions().values().stream()
                                    .allMatch(JsonPayloads::areAll);
            case Result.Subscribe subscribe ->
                    isJson(subscribe.data())
                            && subscribe.publications().stream().allMatch(JsonPayloads::areAll);
            case Result.Presence presence ->
                    presence.clients().values().stream().allMatch(JsonPayloads::isJson);
            case Result.History history ->
                    history.publications().stream().allMatch(JsonPayloads::areAll);
            case Result.Rpc rpc -> isJson(rpc.data());
            case Result.Unsubscribe unsubscribe -> true;
            case Result.Publish publish -> true;
            case Result.PresenceStats stats -> true;
            case Result.Refresh refresh -> true;
            case Result.SubRefresh refresh -> true;
        };
    }

    static boolean areAll(ChannelMessage message) {
        return switch (message) {
            case Publication publication ->
                    publication.data().isJson() && isJson(publication.info());
            case ChannelMessage.Join(var info) -> isJson(info);
            case ChannelMessage.Leave(var info) -> isJson(info);
        };
    }

    private static boolean isJson(@Nullable ClientInfo info) {
        return info == null || (isJson(info.connInfo()) && isJson(info.chanInfo()));
    }

    private static boolean isJson(@Nullable Payload payload) {
        return payload == null || payload.isJson();
    }
}
