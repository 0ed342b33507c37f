package dev.freshet.engine.client;

import dev.freshet.engine.protocol.Disconnect;
import java.time.Duration;

/// [ClientLimits] that differ from others in some points; get one from [ClientLimits#toBuilder].
public final class ClientLimitsBuilder {
    private String version;
    private int maxConnections;
    private Disconnect overLimit;
    private Duration pingInterval;
    private Duration pongTimeout;
    private Duration staleTimeout;
    private int maxChannelBytes;
    private int maxSubscriptions;
    private long maxQueuedBytes;
    private int handlerConcurrency;

    ClientLimitsBuilder(ClientLimits from) {
        version = from.version();
        maxConnections = from.maxConnections();
        overLimit = from.overLimit();
        pingInterval = from.pingInterval();
        pongTimeout = from.pongTimeout();
        staleTimeout = from.staleTimeout();
        maxChannelBytes = from.maxChannelBytes();
        maxSubscriptions = from.maxSubscriptions();
        maxQueuedBytes = from.maxQueuedBytes();
        handlerConcurrency = from.handlerConcurrency();
    }

    public ClientLimitsBuilder version(String text) {
        version = text;
        return this;
    }

    public ClientLimitsBuilder maxConnections(int count) {
        maxConnections = count;
        return this;
    }

    public ClientLimitsBuilder overLimit(Disconnect disconnect) {
        overLimit = disconnect;
        return this;
    }

    /// How often clients are pinged and how long they may take to answer; zero for no pings, or for
    /// no check.
    public ClientLimitsBuilder pings(Duration interval, Duration timeout) {
        pingInterval = interval;
        pongTimeout = timeout;
        return this;
    }

    public ClientLimitsBuilder staleTimeout(Duration timeout) {
        staleTimeout = timeout;
        return this;
    }

    public ClientLimitsBuilder maxChannelBytes(int bytes) {
        maxChannelBytes = bytes;
        return this;
    }

    public ClientLimitsBuilder maxSubscriptions(int count) {
        maxSubscriptions = count;
        return this;
    }

    public ClientLimitsBuilder maxQueuedBytes(long bytes) {
        maxQueuedBytes = bytes;
        return this;
    }

    public ClientLimitsBuilder handlerConcurrency(int count) {
        handlerConcurrency = count;
        return this;
    }

    public ClientLimits build() {
        return new ClientLimits(
                version,
                maxConnections,
                overLimit,
                pingInterval,
                pongTimeout,
                staleTimeout,
                maxChannelBytes,
                maxSubscriptions,
                maxQueuedBytes,
                handlerConcurrency);
    }
}
