package dev.freshet.server.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.engine.Engine;
import dev.freshet.engine.client.Answer;
import dev.freshet.engine.client.ConnectReply;
import dev.freshet.engine.testkit.TestClient;
import dev.freshet.server.auth.AuthKind;
import dev.freshet.server.auth.Role;
import dev.freshet.server.auth.SignedInUser;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AccountWatchIntegrationTest {
    private static final SignedInUser ANN = user(Role.EDITOR);

    private volatile Optional<SignedInUser> now = Optional.of(ANN);
    private final Engine engine =
            Engine.builder()
                    .onConnect(event ->
                            Answer.accept(ConnectReply.as(SocketHandlers.credentials(ANN))).now())
                    .build();
    private final AccountWatch watch = new AccountWatch(engine, user -> now);

    @AfterEach
    void stopEngine() {
        engine.close();
    }

    @Test
    void nothingHappensToSomebodyWhoseAccountIsAsItWas() {
        try (var client = connect()) {
            watch.look();

            assertThat(client.poll(200)).isNull();
            assertThat(client.isClosed()).isFalse();
        }
    }

    @Test
    void aRemovedAccountIsClosedForGood() {
        try (var client = connect()) {
            now = Optional.empty();

            watch.look();

            var closed = client.awaitClosed();
            assertThat(closed.code()).isEqualTo(3507);
            assertThat(closed.reason()).contains("ann");
        }
    }

    @Test
    void anotherRoleHasTheClientConnectAgain() {
        try (var client = connect()) {
            now = Optional.of(user(Role.VIEWER));

            watch.look();

            assertThat(client.awaitClosed().code()).isEqualTo(3011);
        }
    }

    private TestClient connect() {
        var address =
                engine.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), "/ws");
        return TestClient.connect(URI.create("ws://127.0.0.1:" + address.getPort() + "/ws"));
    }

    private static SignedInUser user(Role role) {
        return new SignedInUser(7, "u000007", "ann", "Ann", 1, role, Set.of(), AuthKind.SESSION);
    }
}
