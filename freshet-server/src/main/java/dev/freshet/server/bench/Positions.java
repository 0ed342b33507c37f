package dev.freshet.server.bench;

import org.jspecify.annotations.Nullable;

/// Whether the channels of a load give their publications positions, as a subscribe reply tells: it
/// depends on the server's configuration, and decides what is measured.
enum Positions {
    EITHER,
    NONE,
    NEEDED;

    /// Channels that are to have them, where the command line does not say.
    static final String CHANNELS = "stream/kept/";

    /// Why a subscription is not what was to be measured; null when it is.
    ///
    /// @param reply of a subscription that recovers nothing
    @Nullable String objection(Reply reply, LoadPlan plan) {
        boolean positioned = reply.text().contains("\"positioned\":true");
        return switch (this) {
            case EITHER -> null;
            case NONE ->
                    positioned
                            ? plan.channelPrefix()
                                    + "* has positions, and is to be measured without; give other"
                                    + " channels with --channel-prefix"
                            : null;
            case NEEDED -> positioned ? null : missing(plan.channelPrefix());
        };
    }

    /// What to configure for channels that have none.
    static String missing(String prefix) {
        return prefix
                + "* has no history that can be recovered; the server's configuration needs"
                + " [freshet.channel.kept] pattern = "
                + prefix
                + "*, publish = Editor, history_size = 100, history_ttl = 5m, recovery = stream";
    }
}
