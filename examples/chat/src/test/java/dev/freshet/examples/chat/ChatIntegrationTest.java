package dev.freshet.examples.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.engine.testkit.TestClient;
import java.net.InetSocketAddress;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChatIntegrationTest {
    private static final String ROOM = "room/kitchen";

    private final Chat chat = new Chat();
    private final InetSocketAddress address = chat.listen(new InetSocketAddress("localhost", 0));

    @AfterEach
    void stop() {
        chat.close();
    }

    /// Comes in and sees itself come.
    private TestClient enter(String name) {
        var client = TestClient.open(uri());
        client.command("\"connect\":{\"token\":\"" + name + "\"}");
        client.subscribe(ROOM);
        assertThat(client.next()).contains("\"join\":{\"info\":{\"user\":\"" + name + "\"");
        return client;
    }

    private URI uri() {
        return URI.create("ws://localhost:" + address.getPort() + "/connection/websocket");
    }

    private static void say(TestClient client, String text) {
        client.command("\"publish\":{\"channel\":\"" + ROOM + "\",\"data\":\"" + text + "\"}");
    }

    @Test
    void twoPeopleTalk() {
        try (var ann = enter("ann");
                var bob = enter("bob")) {
            assertThat(ann.next()).contains("\"join\"", "\"user\":\"bob\"");

            say(ann, "Coffee?");
            say(bob, "Yes!");

            for (var person : new TestClient[] {ann, bob}) {
                assertThat(person.next()).contains("\"data\":\"Coffee?\"", "\"user\":\"ann\"");
                assertThat(person.next()).contains("\"data\":\"Yes!\"", "\"user\":\"bob\"");
            }
        }
    }

    @Test
    void whoComesLaterReadsWhatWasSaidAndSeesWhoIsThere() {
        try (var ann = enter("ann")) {
            say(ann, "Nobody here?");

            try (var bob = enter("bob")) {
                assertThat(bob.command("\"history\":{\"channel\":\"" + ROOM + "\",\"limit\":10}"))
                        .contains("\"data\":\"Nobody here?\"", "\"user\":\"ann\"");
                assertThat(bob.command("\"presence\":{\"channel\":\"" + ROOM + "\"}"))
                        .contains("\"user\":\"ann\"", "\"user\":\"bob\"");
            }

            assertThat(ann.next()).contains("Nobody here?");
            assertThat(ann.next()).contains("\"join\"", "\"user\":\"bob\"");
            assertThat(ann.next()).contains("\"leave\"", "\"user\":\"bob\"");
        }
    }

    @Test
    void namelessPeopleAndOtherChannelsAreRefused() {
        try (var nobody = TestClient.open(uri());
                var ann = enter("ann")) {
            assertThat(nobody.command("\"connect\":{}")).contains("Say your name");
            assertThat(ann.subscribe("secrets")).contains("There is no room");
            assertThat(ann.command("\"publish\":{\"channel\":\"secrets\",\"data\":1}"))
                    .contains("There is no room");
        }
    }
}
