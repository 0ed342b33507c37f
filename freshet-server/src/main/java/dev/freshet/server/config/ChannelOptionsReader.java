package dev.freshet.server.config;

import dev.freshet.engine.channel.ChannelOptions;
import dev.freshet.engine.channel.HistoryOptions;
import dev.freshet.engine.channel.Recovery;
import java.time.Duration;

/// Reads what the channels of one `[freshet.channel.<name>]` offer, and refuses what contradicts
/// itself.
final class ChannelOptionsReader {
    private static final String WITH_HISTORY =
            "write for example history_size = 100 and history_ttl = 5m";

    private final Values values;
    private final String section;

    ChannelOptionsReader(Values values, String section) {
        this.values = values;
        this.section = section;
    }

    ChannelOptions read() {
        var history = history();
        return ChannelOptions.builder()
                .history(history)
                .recovery(recovery(history))
                .positioned(positioned(history))
                .presence(get(Keys.CHANNEL_PRESENCE))
                .joinLeave(get(Keys.CHANNEL_JOIN_LEAVE))
                .delta(get(Keys.CHANNEL_DELTA))
                .tagsFilter(get(Keys.CHANNEL_TAGS_FILTER))
                .minimumGap(get(Keys.CHANNEL_MINIMUM_GAP))
                .slowRule(get(Keys.CHANNEL_SLOW_RULE))
                .build();
    }

    private HistoryOptions history() {
        int size = get(Keys.CHANNEL_HISTORY_SIZE);
        var ttl = get(Keys.CHANNEL_HISTORY_TTL);
        var metaTtl = get(Keys.CHANNEL_HISTORY_META_TTL);
        if (size > 0 && ttl.isZero()) {
            reject(
                    Keys.CHANNEL_HISTORY_SIZE,
                    "needs history_ttl; write for example history_ttl = 5m");
        }
        if (size == 0 && ttl.isPositive()) {
            reject(
                    Keys.CHANNEL_HISTORY_TTL,
                    "needs history_size; write for example history_size = 100");
        }
        if (ttl.compareTo(metaTtl) > 0) {
            reject(Keys.CHANNEL_HISTORY_TTL, outlives(metaTtl));
        }
        return new HistoryOptions(size, ttl, metaTtl);
    }

    private static String outlives(Duration metaTtl) {
        return "is longer than history_meta_ttl, "
                + DurationText.print(metaTtl)
                + ", which would end the publications too; shorten it or lengthen history_meta_ttl";
    }

    private Recovery recovery(HistoryOptions history) {
        var recovery = get(Keys.CHANNEL_RECOVERY);
        if (recovery != Recovery.NONE && isOff(history)) {
            reject(Keys.CHANNEL_RECOVERY, "needs publications to recover; " + WITH_HISTORY);
        }
        return recovery;
    }

    private boolean positioned(HistoryOptions history) {
        boolean positioned = get(Keys.CHANNEL_POSITIONED);
        if (positioned && isOff(history)) {
            reject(
                    Keys.CHANNEL_POSITIONED,
                    "needs a history, which gives publications their positions; " + WITH_HISTORY);
        }
        return positioned;
    }

    /// True when neither limit is set; one without the other is reported by itself.
    private static boolean isOff(HistoryOptions history) {
        return history.size() == 0 && history.ttl().isZero();
    }

    private <T> T get(ConfigKey<T> key) {
        return values.get(key, section);
    }

    private void reject(ConfigKey<?> key, String fault) {
        values.reject(key, section, fault);
    }
}
