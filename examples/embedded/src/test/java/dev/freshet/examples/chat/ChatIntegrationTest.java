package dev.freshet.examples.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.engine.testkit.TestClient;
import java.net.InetSocketAddress;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChatIntegrationTest {
    private final Chat chat = new Chat();
    private final InetSocketAddress address = chat.listen(new InetSocketAddress("localhost", 0));

    @AfterEach
    void stop() {
        chat.close();
    }

    private TestClient enter(String name) {
        var client = TestClient.open(uri());
        client.command("\"connect\":{\"token\":\"" + name + "\"}");
        client.subscribe("room/kitchen");
        return client;
    }

    private URI uri() {
        return URI.create("ws://localhost:" + address.getPort() + "/connection/websocket");
    }

    @Test
    void twoPeopleTalk() {
        try (var ann = enter("ann");
                var bob = enter("bob")) {
            ann.command("\"publish\":{\"channel\":\"room/kitchen\",\"data\":\"Coffee?\"}");
            bob.command("\"publish\":{\"channel\":\"room/kitchen\",\"data\":\"Yes!\"}");

            for (var person : new TestClient[] {ann, bob}) {
                assertThat(person.next()).contains("\"data\":\"Coffee?\"", "\"user\":\"ann\"");
                assertThat(person.next()).contains("\"data\":\"Yes!\"", "\"user\":\"bob\"");
            }
        }
    }

    @Test
    void namelessPeopleAndOtherChannelsAreRefused() {
        try (var nobody = TestClient.open(uri());
                var ann = enter("ann")) {
            assertThat(nobody.command("\"connect\":{}")).contains("Say your name");
            assertThat(ann.subscribe("secrets")).contains("\"code\":103");
            assertThat(ann.command("\"publish\":{\"channel\":\"secrets\",\"data\":1}"))
                    .contains("\"code\":103");
        }
    }
}
