package dev.freshet.engine.broker;

import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// The logs in the order in which something of them expires; each stands in it once.
///
/// Publishing only puts expiry off, so a log keeps its place, which may be too early by then, until
/// its turn comes: nothing is moved for a publication. Any thread.
final class ExpiryQueue {
    /// A log's place in a queue: in nanoseconds, and a number that tells equal ones apart.
    record Place(ExpiryQueue queue, long at, long number) implements Comparable<Place> {
        /// By the difference: readings of the clock may pass from the greatest to the smallest
        /// number.
        @Override
        public int compareTo(Place other) {
            int byTime = Long.compare(at - other.at, 0);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }

    /// A log whose turn it is.
    record Due(Place place, PublicationLog log) {}

    private final ConcurrentSkipListMap<Place, PublicationLog> places =
            new ConcurrentSkipListMap<>();
    private final AtomicLong numbers = new AtomicLong();

    /// The map would count all of them.
    private final AtomicInteger size = new AtomicInteger();

    /// Gives a log a place at `at` unless it has an earlier one here. The caller holds its monitor.
    ///
    /// @param present the place that it has, which may be in another queue and is given up then
    /// @return the place that it has now
    Place put(PublicationLog log, long at, @Nullable Place present) {
        if (present != null) {
            if (present.queue() == this && present.at() - at <= 0) {
                return present;
            }
            present.queue().remove(present);
        }
        var place = new Place(this, at, numbers.incrementAndGet());
        places.put(place, log);
        size.incrementAndGet();
        return place;
    }

    /// Takes out the next log whose time has come, null when there is none.
    @Nullable Due poll(long now) {
        while (true) {
            var first = places.firstEntry();
            if (first == null || first.getKey().at() - now > 0) {
                return null;
            }
            if (remove(first.getKey())) {
                return new Due(first.getKey(), first.getValue());
            }
        }
    }

    /// Takes out the next log, whenever its time comes; null when there is none.
    @Nullable Due poll() {
        for (var first = places.firstEntry(); first != null; first = places.firstEntry()) {
            if (remove(first.getKey())) {
                return new Due(first.getKey(), first.getValue());
            }
        }
        return null;
    }

    private boolean remove(Place place) {
        boolean removed = places.remove(place) != null;
        if (removed) {
            size.decrementAndGet();
        }
        return removed;
    }

    int size() {
        return size.get();
    }

    void clear() {
        places.clear();
        size.set(0);
    }
}
