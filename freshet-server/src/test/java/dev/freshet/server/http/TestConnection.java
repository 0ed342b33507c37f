package dev.freshet.server.http;

import dev.freshet.server.auth.AuthKind;
import dev.freshet.server.auth.AuthRequest;
import dev.freshet.server.auth.AuthResult;
import dev.freshet.server.auth.Authenticator;
import dev.freshet.server.auth.Role;
import dev.freshet.server.auth.SignedInUser;
import dev.freshet.server.problem.Problem;
import dev.freshet.server.problem.ProblemType;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One connection in memory: send text, read text, advance time.
///
/// Users: `Bearer editor`, `Bearer viewer`, `Bearer later` (completes when told), cookie
/// `session=admin`; anything else is refused.
final class TestConnection implements AutoCloseable {
    final EmbeddedChannel channel;
    final List<Problem> refusals = new ArrayList<>();
    final Queue<Runnable> virtualThreads = new ArrayDeque<>();
    final CompletableFuture<AuthResult> laterUser = new CompletableFuture<>();

    TestConnection(Route... routes) {
        this(HttpLimits.defaults(), routes);
    }

    TestConnection(HttpLimits limits, Route... routes) {
        this(limits, new Router("", List.of(routes), null));
    }

    TestConnection(HttpLimits limits, Router router) {
        Executor queue = virtualThreads::add;
        Authenticator authenticator = this::authenticate;
        var origins = new OriginCheck(URI.create("http://localhost:3000/"), List.of());
        var site = new Site(router, authenticator, origins, limits, queue, refusals::add);
        var connection = new HttpConnection(site, new ResponseEncoder(InstantSource.system()));
        channel = new EmbeddedChannel();
        channel.freezeTime();
        channel.pipeline()
                .addLast(new RequestDecoder(limits, connection::bytesArrived))
                .addLast(connection);
    }

    private CompletionStage<AuthResult> authenticate(AuthRequest request) {
        var header = String.valueOf(request.header().find("Authorization"));
        if ("admin".equals(request.cookie().find("session"))) {
            return signedIn(Role.ADMIN, AuthKind.SESSION);
        }
        return switch (header) {
            case "Bearer editor" -> signedIn(Role.EDITOR, AuthKind.TOKEN);
            case "Bearer viewer" -> signedIn(Role.VIEWER, AuthKind.TOKEN);
            case "Bearer later" -> laterUser;
            case "Bearer broken" -> throw new IllegalStateException("the table is gone");
            case "null" -> CompletableFuture.completedFuture(new AuthResult.NoCredentials());
            default ->
                    CompletableFuture.completedFuture(
                            new AuthResult.Refused(
                                    Problem.of(ProblemType.UNAUTHORIZED, "The token is not known."),
                                    Duration.ZERO));
        };
    }

    private static CompletionStage<AuthResult> signedIn(Role role, AuthKind kind) {
        return CompletableFuture.completedFuture(new AuthResult.SignedIn(user(role, kind)));
    }

    static SignedInUser user(Role role, AuthKind kind) {
        return new SignedInUser(1, "u1", "ada", "Ada", 1, role, Set.of(), kind);
    }

    /// What the server writes when it is sent `text`.
    String send(String text) {
        return sendBytes(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    String sendBytes(byte[] bytes) {
        channel.writeInbound(Unpooled.copiedBuffer(bytes));
        return written();
    }

    String written() {
        channel.runPendingTasks();
        var text = new StringBuilder();
        for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
            text.append(out.toString(StandardCharsets.UTF_8));
            out.release();
        }
        return text.toString();
    }

    String advance(Duration time) {
        channel.advanceTimeBy(time.toNanos(), TimeUnit.NANOSECONDS);
        channel.runScheduledPendingTasks();
        return written();
    }

    void runVirtualThread() {
        var task = virtualThreads.remove();
        task.run();
        channel.runPendingTasks();
    }

    boolean isOpen() {
        return channel.isOpen();
    }

    /// The lines as HTTP separates them; end with two empty ones for a request without body.
    static String lines(String... lines) {
        return String.join("\r\n", lines);
    }

    /// The status of the first answer in `written`.
    static int status(String written) {
        return written.startsWith("HTTP/1.1 ") ? Integer.parseInt(written.substring(9, 12)) : 0;
    }

    @Override
    public void close() {
        channel.finishAndReleaseAll();
    }

    /// A handler whose answers are given by hand.
    static final class ByHand implements Handler {
        final ArrayDeque<CompletableFuture<Response>> open = new ArrayDeque<>();
        final List<Request> requests = new ArrayList<>();

        @Override
        public CompletionStage<Response> handle(Request request) {
            requests.add(request);
            var stage = new CompletableFuture<Response>();
            open.add(stage);
            return stage;
        }

        @Nullable CompletableFuture<Response> next() {
            return open.poll();
        }
    }
}
