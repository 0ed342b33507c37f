package dev.freshet.server.bench;

import java.time.Duration;

/// How a server is to be loaded.
///
/// @param connections connection i subscribes to channel i modulo `channels`
/// @param organisation in front of channels where they are subscribed to, and published to over a
///   socket; empty for servers that know none
/// @param channelPrefix in front of a channel's number
/// @param positions whether the channels are to give publications positions
/// @param rate publications per second in all; 0 for none, below 0 as fast as the publishers can
/// @param payload bytes of data per publication
/// @param settle pause between the last subscription and the first publication
/// @param warmUp publishing that is not measured
/// @param duration publishing, or idling, that is
/// @param drain the longest wait for the last deliveries
/// @param publishers publishing connections, each with one publication under way
/// @param overSocket publishes with the protocol's command instead of HTTP
/// @param connecting connections that are set up at a time
/// @param loops event loops of the subscribers
/// @param sampleEvery one push in this many is looked into for its latency
record LoadPlan(
        int connections,
        int channels,
        String organisation,
        String channelPrefix,
        Positions positions,
        double rate,
        int payload,
        Duration settle,
        Duration warmUp,
        Duration duration,
        Duration drain,
        int publishers,
        boolean overSocket,
        int connecting,
        int loops,
        int sampleEvery) {

    /// The same load on other channels.
    LoadPlan on(String prefix, Positions wanted) {
        return on(connections, channels, prefix, wanted);
    }

    /// The same load on other channels, of so many connections.
    LoadPlan on(int subscribers, int streams, String prefix, Positions wanted) {
        return new LoadPlan(
                subscribers,
                streams,
                organisation,
                prefix,
                wanted,
                rate,
                payload,
                settle,
                warmUp,
                duration,
                drain,
                publishers,
                overSocket,
                connecting,
                loops,
                sampleEvery);
    }

    String subscribePrefix() {
        return organisation + channelPrefix;
    }

    String subscribeName(int channel) {
        return subscribePrefix() + channel;
    }

    String publishName(int channel) {
        return (overSocket ? subscribePrefix() : channelPrefix) + channel;
    }

    boolean publishes() {
        return rate != 0;
    }
}
