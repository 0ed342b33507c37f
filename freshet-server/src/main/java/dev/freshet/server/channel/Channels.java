package dev.freshet.server.channel;

import static java.util.concurrent.CompletableFuture.completedFuture;

import dev.freshet.server.auth.Role;
import dev.freshet.server.auth.SignedInUser;
import dev.freshet.server.channel.ChannelScope.Resolution;
import dev.freshet.server.problem.Problem;
import dev.freshet.server.problem.ProblemType;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/// Decides about every subscribe and publish, on the socket and over HTTP: name, organisation,
/// rule, scope, handler.
///
/// Immutable; called on loops. The stages complete at once unless a handler has to look something
/// up.
public final class Channels {
    private final Map<String, ChannelScope> scopes;
    private final ChannelRules rules;

    /// @param scopes by name: grafana, ds, plugin, stream, watch
    public Channels(Map<String, ChannelScope> scopes, ChannelRules rules) {
        this.scopes = Map.copyOf(scopes);
        this.rules = rules;
    }

    /// May `user` subscribe to `text`, a name with its organisation in front?
    public CompletionStage<SubscribeDecision> subscribe(SignedInUser user, String text, Json data) {
        return switch (OrgChannel.parse(text, user.orgId())) {
            case OrgChannel.Parsed.Invalid(Problem problem) ->
                    completedFuture(new SubscribeDecision.Refused(problem));
            case OrgChannel.Parsed.Valid(OrgChannel channel) ->
                    subscribe(new SubscribeRequest(user, channel, data));
        };
    }

    /// May `user` publish `data` on `text`, a name with its organisation in front?
    public CompletionStage<PublishDecision> publish(SignedInUser user, String text, Json data) {
        return switch (OrgChannel.parse(text, user.orgId())) {
            case OrgChannel.Parsed.Invalid(Problem problem) ->
                    completedFuture(new PublishDecision.Refused(problem));
            case OrgChannel.Parsed.Valid(OrgChannel channel) -> publish(user, channel, data);
        };
    }

    /// May the subscription be made?
    public CompletionStage<SubscribeDecision> subscribe(SubscribeRequest request) {
        var refusal = subscribeRefusal(request.user(), request.channel());
        return refusal.isPresent()
                ? completedFuture(new SubscribeDecision.Refused(refusal.get()))
                : resolved(
                        request.channel(),
                        request.user(),
                        handler -> handler.subscribe(request),
                        SubscribeDecision.Refused::new);
    }

    /// May `data`, one JSON value, be published?
    public CompletionStage<PublishDecision> publish(
            SignedInUser user, OrgChannel channel, Json data) {
        var refusal = publishRefusal(user, channel);
        if (refusal.isPresent()) {
            return completedFuture(new PublishDecision.Refused(refusal.get()));
        }
        var request = new PublishRequest(user, channel, data, isOpen(channel));
        return resolved(
                channel, user, handler -> handler.publish(request), PublishDecision.Refused::new);
    }

    /// What `user` may do on the channel, as far as that is known without asking its source.
    public CompletionStage<Permissions> permissions(SignedInUser user, OrgChannel channel) {
        var byRule =
                new Permissions(subscribeRefusal(user, channel), publishRefusal(user, channel));
        return resolved(
                channel,
                user,
                handler ->
                        completedFuture(
                                byRule.and(handler.permissions(user, channel, isOpen(channel)))),
                Permissions::none);
    }

    /// True when a rule opens the channel for publishing, to somebody at least.
    public boolean isOpen(OrgChannel channel) {
        var rule = rules.find(channel.address());
        return rule != null && rule.publish() != null;
    }

    private Optional<Problem> subscribeRefusal(SignedInUser user, OrgChannel channel) {
        var rule = rules.find(channel.address());
        var least = rule == null ? null : rule.subscribe();
        return least == null || user.is(least)
                ? Optional.empty()
                : Optional.of(
                        tooWeak(ProblemType.SUBSCRIBE_REFUSED, "Subscribing to", channel, least));
    }

    private Optional<Problem> publishRefusal(SignedInUser user, OrgChannel channel) {
        var rule = rules.find(channel.address());
        var least = rule == null ? null : rule.publish();
        return least == null || user.is(least)
                ? Optional.empty()
                : Optional.of(
                        tooWeak(ProblemType.PUBLISH_REFUSED, "Publishing to", channel, least));
    }

    private <D> CompletionStage<D> resolved(
            OrgChannel channel,
            SignedInUser user,
            Function<ChannelHandler, CompletionStage<D>> ask,
            Function<Problem, D> refuse) {
        var scope = scopes.get(channel.address().scope());
        if (scope == null) {
            return completedFuture(refuse.apply(Scopes.unknownScope(channel.address().scope())));
        }
        return scope.resolve(channel, user)
                .thenCompose(resolution ->
                        switch (resolution) {
                            case Resolution.Handled(ChannelHandler handler) -> ask.apply(handler);
                            case Resolution.Unknown(Problem problem) ->
                                    completedFuture(refuse.apply(problem));
                        });
    }

    private static Problem tooWeak(ProblemType type, String doing, OrgChannel channel, Role least) {
        var name = least.name().charAt(0) + least.name().substring(1).toLowerCase(Locale.ROOT);
        return Problem.of(
                type,
                doing
                        + " \""
                        + ChannelAddress.quote(channel.address().toString())
                        + "\" needs the role "
                        + name
                        + ".",
                "Use an account or a token with that role.");
    }
}
