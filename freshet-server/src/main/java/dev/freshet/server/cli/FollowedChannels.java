package dev.freshet.server.cli;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/// The channels that are followed, each with the id of its subscribe command, and how far the
/// server lets them. One thread.
final class FollowedChannels {
    private static final JsonMapper JSON = new JsonMapper();

    /// From this code on a client subscribes again (`spec/centrifuge-protocol.md` §17.3).
    private static final int SUBSCRIBE_AGAIN = 2500;

    private final Map<Integer, String> byId = new LinkedHashMap<>();
    private final Set<Integer> again = new LinkedHashSet<>();
    private final PublicationPrinter printer;
    private boolean complete = true;

    /// @param firstId of the subscribe commands, which count up from it
    FollowedChannels(Set<String> channels, int firstId, PublicationPrinter printer) {
        this.printer = printer;
        channels.forEach(channel -> byId.put(firstId + byId.size(), channel));
    }

    /// The commands that subscribe to all of them on a new connection, one per line.
    String subscribeAll() {
        again.clear();
        return commands(byId.keySet());
    }

    /// The commands for those that are to be tried again.
    String subscribeAgain() {
        var commands = commands(again);
        again.clear();
        return commands;
    }

    /// True when [#subscribeAgain] has something to do.
    boolean wantAgain() {
        return !again.isEmpty();
    }

    void accepted(ServerLine.Accepted reply) {
        var channel = byId.get(reply.id());
        if (channel != null) {
            printer.last(channel, reply.data());
        }
    }

    void refused(ServerLine.Refused reply) {
        var channel = byId.get(reply.id());
        if (channel == null) {
            return;
        }
        var sentence = reply.message() + " (code " + reply.code() + ", channel " + channel + ")";
        if (reply.temporary()) {
            printer.remark(sentence + "; trying again.");
            again.add(reply.id());
        } else {
            giveUp(reply.id(), sentence);
        }
    }

    void unsubscribed(ServerLine.Unsubscribed push) {
        byId.entrySet().stream()
                .filter(entry -> entry.getValue().equals(push.channel()))
                .map(Map.Entry::getKey)
                .findFirst()
                .ifPresent(id -> {
                    if (push.code() >= SUBSCRIBE_AGAIN) {
                        again.add(id);
                    } else {
                        giveUp(
                                id,
                                "The server ended the subscription to %s: %s (code %d)"
                                        .formatted(push.channel(), push.reason(), push.code()));
                    }
                });
    }

    private void giveUp(int id, String sentence) {
        printer.remark(sentence);
        byId.remove(id);
        complete = false;
    }

    /// True when nothing is followed any more.
    boolean isEmpty() {
        return byId.isEmpty();
    }

    /// True when none had to be given up.
    boolean isComplete() {
        return complete;
    }

    private String commands(Set<Integer> ids) {
        return ids.stream()
                .map(id ->
                        "{\"id\":%d,\"subscribe\":{\"channel\":%s}}"
                                .formatted(id, JSON.writeValueAsString(byId.get(id))))
                .collect(Collectors.joining("\n"));
    }
}
