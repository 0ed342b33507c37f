package dev.freshet.server.managedstream;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// Records publications; channels can be made busy.
final class RecordingPublisher implements StreamPublisher {
    record Published(String channel, String json, long number) {}

    final List<Published> published = new CopyOnWriteArrayList<>();
    final Set<String> busy = ConcurrentHashMap.newKeySet();

    @Override
    public boolean hasRoom(String canonicalChannel) {
        return !busy.contains(canonicalChannel);
    }

    @Override
    public void publish(String canonicalChannel, byte[] json, long number) {
        published.add(new Published(canonicalChannel, new String(json, UTF_8), number));
    }

    List<String> texts() {
        return published.stream().map(Published::json).toList();
    }
}
