package dev.freshet.server.identity;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// Slows down those who guess passwords: five failures for one login, or fifty from one address,
/// within five minutes, and further attempts wait until the oldest failure is five minutes old.
///
/// An attempt counts as a failure from its beginning, so parallel guesses count too. Addresses of
/// IPv6 count by network, /64. Used by any thread.
final class LoginThrottle {
    private static final Duration WINDOW = Duration.ofMinutes(5);
    private static final int FAILURES_PER_LOGIN = 5;
    private static final int FAILURES_PER_ADDRESS = 50;
    private static final int REMEMBERED = 10_000;

    private final InstantSource clock;
    private final boolean enabled;
    private final Map<String, ArrayDeque<Instant>> failures =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, ArrayDeque<Instant>> eldest) {
                    return size() > REMEMBERED;
                }
            };

    /// @param enabled false to let everybody guess
    LoginThrottle(InstantSource clock, boolean enabled) {
        this.clock = clock;
        this.enabled = enabled;
    }

    /// Begins an attempt, or says how long to wait before the next; zero means that it has begun.
    synchronized Duration begin(String login, SocketAddress address) {
        if (!enabled) {
            return Duration.ZERO;
        }
        var now = clock.instant();
        var wait = wait(loginKey(login), FAILURES_PER_LOGIN, now);
        var waitForAddress = wait(addressKey(address), FAILURES_PER_ADDRESS, now);
        var longer = wait.compareTo(waitForAddress) > 0 ? wait : waitForAddress;
        if (longer.isZero()) {
            add(loginKey(login), now);
            add(addressKey(address), now);
        }
        return longer;
    }

    /// The attempt was right: the login starts afresh.
    synchronized void succeeded(String login, SocketAddress address) {
        failures.remove(loginKey(login));
        removeLast(addressKey(address));
    }

    /// The attempt was not looked at.
    synchronized void withdrawn(String login, SocketAddress address) {
        removeLast(loginKey(login));
        removeLast(addressKey(address));
    }

    private Duration wait(String key, int allowed, Instant now) {
        var times = failures.get(key);
        if (times == null) {
            return Duration.ZERO;
        }
        while (!times.isEmpty() && !now.isBefore(times.getFirst().plus(WINDOW))) {
            times.removeFirst();
        }
        return times.size() < allowed
                ? Duration.ZERO
                : Duration.between(now, times.getFirst().plus(WINDOW));
    }

    private void add(String key, Instant now) {
        failures.computeIfAbsent(key, _ -> new ArrayDeque<>()).addLast(now);
    }

    private void removeLast(String key) {
        var times = failures.get(key);
        if (times != null) {
            times.pollLast();
        }
    }

    private static String loginKey(String login) {
        return "login " + login.toLowerCase(Locale.ROOT);
    }

    private static String addressKey(SocketAddress address) {
        if (!(address instanceof InetSocketAddress inet) || inet.getAddress() == null) {
            return "address";
        }
        return inet.getAddress() instanceof Inet6Address six
                ? "address " + Arrays.toString(Arrays.copyOf(six.getAddress(), 8))
                : "address " + inet.getAddress().getHostAddress();
    }
}
