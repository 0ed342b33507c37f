package dev.freshet.examples.counter;

import dev.freshet.engine.Engine;
import dev.freshet.engine.client.Answer;
import dev.freshet.engine.client.ConnectEvent;
import dev.freshet.engine.client.ConnectReply;
import dev.freshet.engine.client.Credentials;
import dev.freshet.engine.client.EventHandler;
import dev.freshet.engine.client.SubscribeEvent;
import dev.freshet.engine.client.SubscribeReply;
import dev.freshet.engine.protocol.ErrorReply;
import dev.freshet.engine.protocol.Payload;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/// A page with a number that everybody sees grow: `POST /count` adds one, the channel `counter`
/// tells.
@SpringBootApplication
@RestController
public class LiveCounter {
    private final AtomicLong count = new AtomicLong();
    private final ObjectProvider<Engine> engine;

    /// @param engine asked for when it is there: it is made of the handlers below
    LiveCounter(ObjectProvider<Engine> engine) {
        this.engine = engine;
    }

    /// Anybody may look.
    @Bean
    static EventHandler<ConnectEvent, ConnectReply> connect() {
        return event -> Answer.accept(ConnectReply.as(Credentials.ofUser(""))).now();
    }

    /// Subscribers begin with the number as it is.
    @Bean
    EventHandler<SubscribeEvent, SubscribeReply> subscribe() {
        return event ->
                event.channel().equals("counter")
                        ? Answer.accept(SubscribeReply.ok().withData(json(count.get()))).now()
                        : Answer.<SubscribeReply>refuse(ErrorReply.UNKNOWN_CHANNEL).now();
    }

    private static Payload json(long number) {
        return Payload.ofOwnedJsonLine(Long.toString(number).getBytes(StandardCharsets.US_ASCII));
    }

    /// Counts one more and tells everybody.
    @PostMapping("/count")
    long count() {
        long now = count.incrementAndGet();
        engine.getObject().node().publish("counter", json(now));
        return now;
    }

    public static void main(String[] arguments) {
        SpringApplication.run(LiveCounter.class, arguments);
    }
}
