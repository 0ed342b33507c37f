package dev.freshet.engine.broker;

import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// The logs in the order in which something of them expires; each stands in it once.
///
/// Publishing only puts expiry off, so a log keeps its place, which may be too early by then, until
/// its turn comes: nothing is moved for a publication. Any thread.
final class ExpiryQueue {
    /// A log's place: in nanoseconds, and a number that tells equal ones apart.
    record Place(long at, long number) implements Comparable<Place> {
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

    /// Gives a log a place at `at` unless it has an earlier one. The caller holds its monitor.
    ///
    /// @param present the place that it has
    /// @return the place that it has now
    Place put(PublicationLog log, long at, @Nullable Place present) {
        if (present != null) {
            if (present.at() - at <= 0) {
                return present;
            }
            places.remove(present);
        }
        var place = new Place(at, numbers.incrementAndGet());
        places.put(place, log);
        return place;
    }

    /// Takes out the next log whose time has come, null when there is none.
    @Nullable Due poll(long now) {
        while (true) {
            var first = places.firstEntry();
            if (first == null || first.getKey().at() - now > 0) {
                return null;
            }
            if (places.remove(first.getKey()) != null) {
                return new Due(first.getKey(), first.getValue());
            }
        }
    }

    int size() {
        return places.size();
    }

    void clear() {
        places.clear();
    }
}
