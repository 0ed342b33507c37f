package dev.freshet.spring;

import dev.freshet.engine.client.Answer;
import dev.freshet.engine.client.ConnectEvent;
import dev.freshet.engine.client.ConnectReply;
import dev.freshet.engine.client.Credentials;
import dev.freshet.engine.client.EventHandler;
import dev.freshet.engine.client.SubscribeEvent;
import dev.freshet.engine.client.SubscribeReply;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// An application whose handlers let everybody in, under the name that is the token.
@Configuration(proxyBeanMethods = false)
class OpenHouse {
    @Bean
    EventHandler<ConnectEvent, ConnectReply> connect() {
        return event ->
                Answer.accept(ConnectReply.as(Credentials.ofUser(event.request().token()))).now();
    }

    @Bean
    EventHandler<SubscribeEvent, SubscribeReply> subscribe() {
        return event -> Answer.accept(SubscribeReply.ok()).now();
    }
}
