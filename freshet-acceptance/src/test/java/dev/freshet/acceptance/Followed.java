package dev.freshet.acceptance;

import io.github.centrifugal.centrifuge.JoinEvent;
import io.github.centrifugal.centrifuge.LeaveEvent;
import io.github.centrifugal.centrifuge.PublicationEvent;
import io.github.centrifugal.centrifuge.SubscribedEvent;
import io.github.centrifugal.centrifuge.Subscription;
import io.github.centrifugal.centrifuge.SubscriptionEventListener;
import io.github.centrifugal.centrifuge.UnsubscribedEvent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// What happened to a subscription of the stock Java client, in order.
final class Followed extends SubscriptionEventListener {
    final List<SubscribedEvent> subscribed = new CopyOnWriteArrayList<>();
    final List<UnsubscribedEvent> unsubscribed = new CopyOnWriteArrayList<>();
    final List<String> publications = new CopyOnWriteArrayList<>();
    final List<String> presence = new CopyOnWriteArrayList<>();

    @Override
    public void onSubscribed(Subscription subscription, SubscribedEvent event) {
        subscribed.add(event);
    }

    @Override
    public void onUnsubscribed(Subscription subscription, UnsubscribedEvent event) {
        unsubscribed.add(event);
    }

    @Override
    public void onPublication(Subscription subscription, PublicationEvent event) {
        publications.add(new String(event.getData(), StandardCharsets.UTF_8));
    }

    @Override
    public void onJoin(Subscription subscription, JoinEvent event) {
        presence.add("+" + event.getInfo().getClient());
    }

    @Override
    public void onLeave(Subscription subscription, LeaveEvent event) {
        presence.add("-" + event.getInfo().getClient());
    }
}
