package dev.freshet.server.identity;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Accounts, organisations and tokens as they were at one version of the tables. Immutable.
record Picture(
        long version,
        Map<Long, Account> byId,
        Map<String, Account> byLogin,
        Map<Long, Organisation> orgs,
        Map<Digest, ServiceToken> tokens) {
    /// Before the first reading; no version of the tables is 0.
    static final Picture NOTHING = of(0, List.of(), List.of(), Map.of());

    static Picture of(
            long version,
            List<Account> accounts,
            List<Organisation> orgs,
            Map<Digest, ServiceToken> tokens) {
        return new Picture(
                version,
                accounts.stream().collect(Collectors.toMap(Account::id, Function.identity())),
                accounts.stream().collect(Collectors.toMap(Account::login, Function.identity())),
                orgs.stream().collect(Collectors.toMap(Organisation::id, Function.identity())),
                tokens);
    }

    /// The same, as no version of the tables: whoever compares reads them again.
    Picture stale() {
        return new Picture(0, byId, byLogin, orgs, tokens);
    }
}
