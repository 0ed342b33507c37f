package dev.freshet.server.channel;

import dev.freshet.server.problem.Problem;
import dev.freshet.server.problem.ProblemType;
import java.util.List;
import java.util.stream.Stream;

/// A channel of one organisation: what the engine keys subscriptions by.
public record OrgChannel(long orgId, ChannelAddress address) {

    /// What came of reading a name with its organisation.
    public sealed interface Parsed {
        record Valid(OrgChannel channel) implements Parsed {}

        record Invalid(Problem problem) implements Parsed {}
    }

    /// Reads a name as clients write it on the socket: `N/…`, `org-N/…`, or `default/…` for
    /// organisation 1.
    ///
    /// @param callerOrg the organisation of the asking user; another one is refused with code 103
    public static Parsed parse(String text, long callerOrg) {
        if (text.isEmpty()) {
            return new Parsed.Invalid(
                    Problem.of(ProblemType.CHANNEL_EMPTY, "The channel is empty."));
        }
        int slash = text.indexOf('/');
        long org = slash < 0 ? 0 : org(text.substring(0, slash));
        if (org == 0) {
            return new Parsed.Invalid(noPrefix(text, callerOrg));
        }
        if (org != callerOrg) {
            return new Parsed.Invalid(
                    Problem.of(
                            ProblemType.CHANNEL_FOREIGN_ORG,
                            "Permission denied: channel \""
                                    + ChannelAddress.quote(text)
                                    + "\" is not in your organisation "
                                    + callerOrg
                                    + "."));
        }
        return of(org, text.substring(slash + 1));
    }

    /// Reads a name as programs write it: as on the socket, or without an organisation for
    /// `ownOrg`.
    ///
    /// @param anyOrg true when channels of other organisations may be named too
    public static Parsed parse(String text, long ownOrg, boolean anyOrg) {
        int slash = text.indexOf('/');
        long org = slash < 0 ? 0 : org(text.substring(0, slash));
        if (org == 0) {
            return of(ownOrg, text);
        }
        return anyOrg ? of(org, text.substring(slash + 1)) : parse(text, ownOrg);
    }

    private static Parsed of(long org, String address) {
        return switch (ChannelAddress.parse(address)) {
            case ChannelAddress.Parsed.Valid(ChannelAddress valid) ->
                    new Parsed.Valid(new OrgChannel(org, valid));
            case ChannelAddress.Parsed.Invalid(Problem problem) -> new Parsed.Invalid(problem);
        };
    }

    /// The organisation's number, or 0 when `prefix` names none.
    private static long org(String prefix) {
        if (prefix.equals("default")) {
            return 1;
        }
        return number(prefix.startsWith("org-") ? prefix.substring("org-".length()) : prefix);
    }

    private static long number(String digits) {
        if (digits.isEmpty() || digits.length() > 18 || digits.startsWith("0")) {
            return 0;
        }
        long value = 0;
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            if (c < '0' || c > '9') {
                return 0;
            }
            value = value * 10 + (c - '0');
        }
        return value;
    }

    private static Problem noPrefix(String text, long callerOrg) {
        return Problem.of(
                ProblemType.CHANNEL_NO_PREFIX,
                "Channel \""
                        + ChannelAddress.quote(text)
                        + "\" must start with an org or namespace prefix, for example "
                        + callerOrg
                        + "/stream/telegraf/cpu.");
    }

    /// Every way to write the name on the socket, the canonical one first.
    public List<String> spellings() {
        var others = Stream.of("org-" + orgId, "default").limit(orgId == 1 ? 2 : 1);
        return Stream.concat(Stream.of(Long.toString(orgId)), others)
                .map(org -> org + "/" + address)
                .toList();
    }

    /// `N/scope/namespace/path`, the one spelling used inside.
    public String canonical() {
        return orgId + "/" + address;
    }
}
