package dev.freshet.server.identity;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// Checks logins with passwords on threads of its own, because one check keeps a core busy for a
/// good part of a second.
///
/// A right password is remembered for 60 seconds under an HMAC whose key lives as long as the
/// process, so agents with Basic authorization cost one check a minute. Equal checks at the same
/// time are one. Used by any thread.
final class PasswordCheck implements AutoCloseable {
    private static final Duration REMEMBER = Duration.ofSeconds(60);
    private static final int REMEMBERED = 1000;
    private static final int WAITING = 64;

    private final IdentityCache cache;
    private final PasswordHasher hasher;
    private final InstantSource clock;
    private final SecretKeySpec processKey;
    private final ThreadPoolExecutor threads;
    private final ConcurrentHashMap<Digest, CompletableFuture<Outcome>> running =
            new ConcurrentHashMap<>();
    private final Map<Digest, Remembered> remembered =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<Digest, Remembered> eldest) {
                    return size() > REMEMBERED;
                }
            };

    /// What came of a check.
    sealed interface Outcome {
        record Right(Account account) implements Outcome {}

        record Wrong() implements Outcome {}

        /// Too many wait already; nothing was checked.
        record Busy() implements Outcome {}
    }

    private record Remembered(long accountId, PasswordHash password, Instant until) {}

    PasswordCheck(
            IdentityCache cache, PasswordHasher hasher, SecureRandom random, InstantSource clock) {
        this.cache = cache;
        this.hasher = hasher;
        this.clock = clock;
        var key = new byte[32];
        random.nextBytes(key);
        this.processKey = new SecretKeySpec(key, "HmacSHA256");
        int count = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        this.threads =
                new ThreadPoolExecutor(
                        count,
                        count,
                        10,
                        TimeUnit.SECONDS,
                        new ArrayBlockingQueue<>(WAITING),
                        Thread.ofPlatform().name("password-", 1).daemon().factory());
        threads.allowCoreThreadTimeOut(true);
    }

    /// The account when this password was right within the last minute and neither changed since.
    @Nullable Account remembered(String login, String password) {
        Remembered known;
        synchronized (remembered) {
            known = remembered.get(key(login, password));
        }
        if (known == null || !clock.instant().isBefore(known.until())) {
            return null;
        }
        var account = cache.account(known.accountId());
        return account != null && known.password().equals(account.password()) ? account : null;
    }

    /// True while the very same check runs, so that asking again is no further attempt.
    boolean isRunning(String login, String password) {
        return running.containsKey(key(login, password));
    }

    /// Checks against the newest state of the tables.
    CompletionStage<Outcome> check(String login, String password) {
        var key = key(login, password);
        var mine = new CompletableFuture<Outcome>();
        var earlier = running.putIfAbsent(key, mine);
        if (earlier != null) {
            return earlier;
        }
        cache.refresh()
                .thenCompose(_ -> onOwnThread(() -> compare(key, login, password)))
                .whenComplete((outcome, failure) -> {
                    running.remove(key);
                    if (failure == null) {
                        mine.complete(outcome);
                    } else {
                        mine.completeExceptionally(failure);
                    }
                });
        return mine;
    }

    /// Hashes on the same threads.
    CompletionStage<PasswordHash> hash(String password) {
        return CompletableFuture.supplyAsync(() -> hasher.hash(password), threads);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private CompletionStage<Outcome> onOwnThread(Supplier<Outcome> comparison) {
        try {
            return CompletableFuture.supplyAsync(comparison, threads);
        } catch (RejectedExecutionException _) {
            return CompletableFuture.completedStage(new Outcome.Busy());
        }
    }

    /// Takes equally long when there is no such login.
    private Outcome compare(Digest key, String login, String password) {
        var account = cache.account(login);
        var stored = account == null ? null : account.password();
        boolean right = hasher.isPassword(password, stored == null ? hasher.ofNobody() : stored);
        if (!right || account == null || stored == null) {
            return new Outcome.Wrong();
        }
        synchronized (remembered) {
            remembered.put(
                    key, new Remembered(account.id(), stored, clock.instant().plus(REMEMBER)));
        }
        return new Outcome.Right(account);
    }

    private Digest key(String login, String password) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(processKey);
            var name = login.getBytes(StandardCharsets.UTF_8);
            mac.update(ByteBuffer.allocate(4).putInt(name.length).array());
            mac.update(name);
            return Digest.ofBytes(mac.doFinal(password.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has HmacSHA256", e);
        }
    }
}
