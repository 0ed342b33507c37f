package dev.freshet.engine.hub;

import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

/// Which groups have a channel: per channel an array that is replaced, never changed, when the
/// first subscriber of a group comes or its last one leaves. Any thread reads; loops write.
final class ChannelTable {
    private static final Group[] NONE = {};

    private final ConcurrentHashMap<String, Group[]> groups = new ConcurrentHashMap<>();

    Group[] groups(String channel) {
        return groups.getOrDefault(channel, NONE);
    }

    /// Adds a group; true when it is the channel's first.
    boolean add(Group group) {
        var after =
                groups.merge(
                        group.key().channel(),
                        new Group[] {group},
                        (old, added) -> {
                            var longer = Arrays.copyOf(old, old.length + 1);
                            longer[old.length] = added[0];
                            return longer;
                        });
        return after.length == 1;
    }

    /// Removes a group; true when it was the channel's last.
    boolean remove(Group group) {
        return groups.computeIfPresent(
                        group.key().channel(),
                        (key, old) -> {
                            var rest =
                                    Arrays.stream(old)
                                            .filter(each -> each != group)
                                            .toArray(Group[]::new);
                            return rest.length == 0 ? null : rest;
                        })
                == null;
    }

    int size() {
        return groups.size();
    }

    void forEach(BiConsumer<String, Group[]> action) {
        groups.forEach(action);
    }
}
