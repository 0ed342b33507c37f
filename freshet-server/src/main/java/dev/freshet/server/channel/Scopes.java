package dev.freshet.server.channel;

import static java.util.concurrent.CompletableFuture.completedFuture;

import dev.freshet.server.channel.ChannelScope.Resolution;
import dev.freshet.server.problem.Problem;
import dev.freshet.server.problem.ProblemType;
import java.util.Map;
import java.util.function.Function;

/// The scopes as they answer when a name in them is unknown: with a terminal error and its cause.
public final class Scopes {
    private Scopes() {}

    /// `stream/<any id>/…`: one handler decides about all.
    public static ChannelScope stream(ChannelHandler handler) {
        var handled = completedFuture((Resolution) new Resolution.Handled(handler));
        return (_, _) -> handled;
    }

    /// `grafana/<feature>/…`: the built-in features that exist.
    public static ChannelScope grafana(Map<String, ChannelHandler> features) {
        return named(features, Scopes::unknownFeature);
    }

    /// `watch/<API group>/…`: exists only where provisioning does.
    public static ChannelScope noWatch() {
        return named(Map.of(), _ -> watchDisabled());
    }

    private static ChannelScope named(
            Map<String, ChannelHandler> handlers, Function<String, Problem> unknown) {
        var known = Map.copyOf(handlers);
        return (channel, _) -> {
            var namespace = channel.address().namespace();
            var handler = known.get(namespace);
            return completedFuture(
                    handler == null
                            ? new Resolution.Unknown(unknown.apply(namespace))
                            : new Resolution.Handled(handler));
        };
    }

    static Problem unknownScope(String scope) {
        return Problem.of(
                ProblemType.UNKNOWN_SCOPE,
                "Unknown scope: \""
                        + ChannelAddress.quote(scope)
                        + "\"; a channel begins with grafana, ds, plugin, stream or watch.",
                scope.matches("default|(org-)?[0-9]+")
                        ? "Over HTTP a channel has no organisation in front: stream/…, not "
                                + scope
                                + "/stream/…."
                        : "Names are case-sensitive.");
    }

    /// Also the answer for a data source that the caller may not query.
    ///
    /// @param whereabouts what is known of it, a sentence; empty when nothing is
    public static Problem unknownDatasource(String uid, String whereabouts) {
        return Problem.of(
                ProblemType.UNKNOWN_DATASOURCE,
                "Data source not found: \""
                        + ChannelAddress.quote(uid)
                        + "\"."
                        + (whereabouts.isEmpty() ? "" : " " + whereabouts),
                "It was removed, has another UID now, or you may not query it; save the panel again"
                        + " with a data source that exists.");
    }

    /// Nobody has heard of the plugin.
    public static Problem unknownPlugin(String id) {
        if (id.equals("undefined")) {
            return Problem.of(
                    ProblemType.STALE_PLUGIN,
                    "Plugin \"undefined\": the panel's plugin was built for an older Grafana and"
                            + " names its channel wrongly.",
                    "Update that plugin; since Grafana 12.4 the field is called stream instead of"
                            + " namespace.");
        }
        return Problem.of(
                ProblemType.UNKNOWN_PLUGIN,
                "Plugin \"" + ChannelAddress.quote(id) + "\" is not here.",
                "Check the plugin's id, and that its folder lies in [paths] plugins.");
    }

    private static Problem unknownFeature(String feature) {
        return Problem.of(
                ProblemType.UNKNOWN_FEATURE,
                "There is no feature \""
                        + ChannelAddress.quote(feature)
                        + "\" in the scope grafana.",
                "Broadcast, testdata and measurements are gone from newer Grafana versions as"
                        + " well.");
    }

    private static Problem watchDisabled() {
        return Problem.of(
                ProblemType.WATCH_DISABLED,
                "The scope watch exists only with provisioning, which this server does not have.",
                "Nothing is lost: only Grafana's provisioning pages use it.");
    }
}
