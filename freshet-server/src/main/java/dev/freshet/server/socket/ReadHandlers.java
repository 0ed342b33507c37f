package dev.freshet.server.socket;

import dev.freshet.engine.channel.ChannelOptions;
import dev.freshet.engine.client.Answer;
import dev.freshet.engine.client.Client;
import dev.freshet.engine.client.HistoryEvent;
import dev.freshet.engine.client.HistoryReply;
import dev.freshet.engine.client.PresenceEvent;
import dev.freshet.engine.client.PresenceReply;
import dev.freshet.engine.client.Subscription;
import dev.freshet.engine.protocol.ErrorReply;
import dev.freshet.server.auth.SignedInUser;
import dev.freshet.server.channel.ChannelAddress;
import dev.freshet.server.channel.OrgChannel;
import dev.freshet.server.problem.Problem;
import dev.freshet.server.problem.ProblemType;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Answers who is in a channel and what was published there before. Whoever is subscribed on the
/// same connection may ask: the subscription was decided about already, by rule, plugin or source.
/// Called on event loops.
public final class ReadHandlers {
    private final Consumer<Problem> refusals;

    /// @param refusals told of each refused command, for the metrics
    public ReadHandlers(Consumer<Problem> refusals) {
        this.refusals = refusals;
    }

    public CompletionStage<Answer<PresenceReply>> presence(PresenceEvent event) {
        var decision =
                decide(
                        event.client(),
                        event.channel(),
                        ChannelOptions::presence,
                        ProblemType.NO_PRESENCE,
                        "keeps no list of who is subscribed",
                        "presence = true");
        return decision.refused() == null
                ? Answer.accept(new PresenceReply(decision.canonical())).now()
                : Answer.<PresenceReply>refuse(refusal(decision.refused())).now();
    }

    public CompletionStage<Answer<HistoryReply>> history(HistoryEvent event) {
        var decision =
                decide(
                        event.client(),
                        event.channel(),
                        options -> options.history().isKept(),
                        ProblemType.NO_HISTORY,
                        "keeps no history",
                        "history_size and history_ttl");
        return decision.refused() == null
                ? Answer.accept(new HistoryReply(decision.canonical())).now()
                : Answer.<HistoryReply>refuse(refusal(decision.refused())).now();
    }

    /// @param refused null when the question may be asked
    private record Decision(String canonical, @Nullable Problem refused) {}

    private static Decision decide(
            Client client,
            String spelling,
            Predicate<ChannelOptions> offers,
            ProblemType missing,
            String what,
            String key) {
        return switch (OrgChannel.parse(spelling, user(client).orgId())) {
            case OrgChannel.Parsed.Invalid(Problem problem) -> new Decision("", problem);
            case OrgChannel.Parsed.Valid(OrgChannel channel) -> {
                var subscription = subscription(client, channel.canonical());
                if (subscription == null) {
                    yield new Decision("", notSubscribed(channel));
                }
                yield new Decision(
                        channel.canonical(),
                        offers.test(subscription.options())
                                ? null
                                : notOffered(channel, missing, what, key));
            }
        };
    }

    private static SignedInUser user(Client client) {
        var credentials = client.credentials();
        if (credentials != null && credentials.attachment() instanceof SignedInUser user) {
            return user;
        }
        throw new IllegalStateException("a connection without a signed-in user");
    }

    private static @Nullable Subscription subscription(Client client, String canonical) {
        var found = new AtomicReference<@Nullable Subscription>();
        client.forEachSubscription(each -> {
            if (each.channel().equals(canonical)) {
                found.set(each);
            }
        });
        return found.get();
    }

    private static Problem notSubscribed(OrgChannel channel) {
        return Problem.of(
                ProblemType.NOT_SUBSCRIBED,
                "This connection is not subscribed to \""
                        + ChannelAddress.quote(channel.address().toString())
                        + "\", so it may not ask about it.",
                "Subscribe first.");
    }

    private static Problem notOffered(
            OrgChannel channel, ProblemType type, String what, String key) {
        return Problem.of(
                type,
                "Channel \""
                        + ChannelAddress.quote(channel.address().toString())
                        + "\" "
                        + what
                        + ".",
                "Set " + key + " in a [freshet.channel.<name>] section whose pattern fits.");
    }

    private ErrorReply refusal(Problem problem) {
        refusals.accept(problem);
        return new ErrorReply(problem.type().wireCode(), problem.message(), false);
    }
}
