package dev.freshet.server.pluginstream;

import dev.freshet.source.SourceException;
import dev.freshet.source.StreamRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Who is subscribed to one channel's stream, in the order of coming, and in whose name it runs.
///
/// Any thread. The last one who leaves is remembered, because a stream goes on for a moment without
/// anybody.
final class StreamCallers {
    private static final class Member {
        final StreamCaller caller;
        int subscriptions;

        Member(StreamCaller caller) {
            this.caller = caller;
        }
    }

    private final Map<String, Member> members = new LinkedHashMap<>();
    private @Nullable StreamCaller owner;

    synchronized void joined(StreamCaller caller) {
        // Only who is away may stand here without a subscription.
        members.values().removeIf(member -> member.subscriptions == 0);
        members.computeIfAbsent(caller.key(), _ -> new Member(caller)).subscriptions++;
    }

    synchronized void left(String key) {
        var member = members.get(key);
        if (member == null || --member.subscriptions > 0) {
            return;
        }
        member.subscriptions = 0;
        if (members.size() > 1) {
            members.remove(key);
        }
    }

    /// The request of the first who may still have the stream; from now on it runs in that name.
    ///
    /// @throws SourceException the last one's reason when nobody may
    synchronized StreamRequest request() throws SourceException {
        SourceException reason = null;
        for (var each = members.values().iterator(); each.hasNext(); ) {
            var caller = each.next().caller;
            try {
                var request = caller.request();
                owner = caller;
                return request;
            } catch (SourceException e) {
                reason = e;
                each.remove();
            }
        }
        owner = null;
        throw reason == null
                ? new SourceException("Nobody is subscribed any more.", "Subscribe again.")
                : reason;
    }

    /// True when the one in whose name the stream runs may not have it any more.
    synchronized boolean ownerIsOut() {
        if (owner == null) {
            return false;
        }
        try {
            var _ = owner.request();
            return false;
        } catch (SourceException e) {
            members.remove(owner.key());
            return true;
        }
    }
}
