package dev.freshet.engine.client;

import dev.freshet.engine.protocol.Disconnect;
import java.time.Duration;

/// [ClientLimits] that differ from others in some points; get one from [ClientLimits#toBuilder].
public final class ClientLimitsBuilder {
    private String version = "";
    private boolean tellsTime = false;
    private int maxConnections = -1;
    private Disconnect overLimit = Disconnect.CONNECTION_LIMIT;
    private UserLimits perUser = UserLimits.NONE;
    private PingRule pings = PingRule.DEFAULT;
    private Duration staleTimeout = Duration.ofSeconds(15);
    private Duration expiredDelay = Duration.ofSeconds(25);
    private Duration upkeepInterval = Duration.ofSeconds(25);
    private int maxChannelBytes = 255;
    private int maxSubscriptions = 128;
    private long maxQueuedBytes = 4L << 20;
    private int handlerConcurrency = 12;
    private RateLimit rate = RateLimit.NONE;
    private StreamLimits streams = StreamLimits.DEFAULT;

    ClientLimitsBuilder() {}

    ClientLimitsBuilder(ClientLimits from) {
        version = from.version();
        tellsTime = from.tellsTime();
        maxConnections = from.maxConnections();
        overLimit = from.overLimit();
        perUser = from.perUser();
        pings = from.pings();
        staleTimeout = from.staleTimeout();
        expiredDelay = from.expiredDelay();
        upkeepInterval = from.upkeepInterval();
        maxChannelBytes = from.maxChannelBytes();
        maxSubscriptions = from.maxSubscriptions();
        maxQueuedBytes = from.maxQueuedBytes();
        handlerConcurrency = from.handlerConcurrency();
        rate = from.rate();
        streams = from.streams();
    }

    /// The server's version as told in the connect reply; empty, the default, for none.
    public ClientLimitsBuilder version(String value) {
        version = value;
        return this;
    }

    /// True to tell the server's clock in the connect reply.
    public ClientLimitsBuilder tellsTime(boolean value) {
        tellsTime = value;
        return this;
    }

    /// Connections on this node; -1, the default, for no limit.
    public ClientLimitsBuilder maxConnections(int value) {
        maxConnections = value;
        return this;
    }

    /// How a connection beyond the limit is closed.
    public ClientLimitsBuilder overLimit(Disconnect value) {
        overLimit = value;
        return this;
    }

    /// What all connections of a user may do together.
    public ClientLimitsBuilder perUser(UserLimits value) {
        perUser = value;
        return this;
    }

    public ClientLimitsBuilder pings(PingRule rule) {
        pings = rule;
        return this;
    }

    /// How often clients are pinged and how long they may take to answer; zero for no pings, or for
    /// no check.
    public ClientLimitsBuilder pings(Duration interval, Duration timeout) {
        return pings(new PingRule(interval, timeout));
    }

    /// From the handshake to the connect command.
    public ClientLimitsBuilder staleTimeout(Duration value) {
        staleTimeout = value;
        return this;
    }

    /// How long after an expiry clients may still refresh.
    public ClientLimitsBuilder expiredDelay(Duration value) {
        expiredDelay = value;
        return this;
    }

    /// How often presence, subscription expiry and positions are looked after.
    public ClientLimitsBuilder upkeepInterval(Duration value) {
        upkeepInterval = value;
        return this;
    }

    public ClientLimitsBuilder maxChannelBytes(int value) {
        maxChannelBytes = value;
        return this;
    }

    /// Subscriptions per connection.
    public ClientLimitsBuilder maxSubscriptions(int value) {
        maxSubscriptions = value;
        return this;
    }

    /// What may wait for a client that does not read.
    public ClientLimitsBuilder maxQueuedBytes(long value) {
        maxQueuedBytes = value;
        return this;
    }

    public ClientLimitsBuilder handlerConcurrency(int value) {
        handlerConcurrency = value;
        return this;
    }

    /// How fast one connection may send.
    public ClientLimitsBuilder rate(RateLimit value) {
        rate = value;
        return this;
    }

    public ClientLimitsBuilder streams(StreamLimits value) {
        streams = value;
        return this;
    }

    public ClientLimits build() {
        return new ClientLimits(
                version,
                tellsTime,
                maxConnections,
                overLimit,
                perUser,
                pings,
                staleTimeout,
                expiredDelay,
                upkeepInterval,
                maxChannelBytes,
                maxSubscriptions,
                maxQueuedBytes,
                handlerConcurrency,
                rate,
                streams);
    }
}
