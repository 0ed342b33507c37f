package dev.freshet.server.socket;

import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLongArray;

/// What moves on channels that people publish to directly: how much in the last minute, and when
/// last. Any thread.
///
/// Bounded: when there are too many, those that were quiet for a minute are forgotten, and new ones
/// are not counted while all are busy.
public final class EventChannels {
    private static final int MAX_CHANNELS = 10_000;
    private static final int SLOTS = 60;
    private static final long FORGET_INTERVAL_MILLIS = 1_000;

    /// Activity of one channel.
    ///
    /// @param minuteRate publications in the last 60 s
    public record Activity(int minuteRate, long lastMillis) {}

    /// Each slot holds the second it counts in the upper half and the count in the lower.
    private static final class Counter {
        private final AtomicLongArray slots = new AtomicLongArray(SLOTS);
        private volatile long lastMillis;

        void count(long millis) {
            lastMillis = millis;
            long second = millis / 1000;
            slots.updateAndGet(
                    (int) (second % SLOTS),
                    slot -> slot >>> 32 == (second & 0xffff_ffffL) ? slot + 1 : second << 32 | 1);
        }

        Activity activity(long nowMillis) {
            long oldest = nowMillis / 1000 - SLOTS + 1;
            int sum = 0;
            for (int i = 0; i < SLOTS; i++) {
                long slot = slots.get(i);
                if (slot >>> 32 >= oldest) {
                    sum += (int) slot;
                }
            }
            return new Activity(sum, lastMillis);
        }
    }

    private final InstantSource clock;
    private final ConcurrentHashMap<String, Counter> channels = new ConcurrentHashMap<>();
    private volatile long nextForgetting;

    public EventChannels(InstantSource clock) {
        this.clock = clock;
    }

    /// Counts a publication on a canonical channel.
    public void published(String channel) {
        long now = clock.millis();
        var counter = channels.get(channel);
        if (counter == null) {
            if (channels.size() >= MAX_CHANNELS && !forgetQuiet(now)) {
                return;
            }
            counter = channels.computeIfAbsent(channel, _ -> new Counter());
        }
        counter.count(now);
    }

    private boolean forgetQuiet(long now) {
        if (now >= nextForgetting) {
            nextForgetting = now + FORGET_INTERVAL_MILLIS;
            channels.values().removeIf(counter -> now - counter.lastMillis > SLOTS * 1000L);
        }
        return channels.size() < MAX_CHANNELS;
    }

    public Optional<Activity> activity(String channel) {
        return Optional.ofNullable(channels.get(channel))
                .map(counter -> counter.activity(clock.millis()));
    }

    /// All channels whose canonical name begins so.
    public Map<String, Activity> all(String prefix) {
        var found = new ConcurrentHashMap<String, Activity>();
        long now = clock.millis();
        channels.forEach((channel, counter) -> {
            if (channel.startsWith(prefix)) {
                found.put(channel, counter.activity(now));
            }
        });
        return found;
    }
}
