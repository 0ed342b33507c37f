package dev.freshet.source;

import java.time.Instant;
import java.util.Map;

/// A data source's settings, as a source needs them to reach what it stands for.
///
/// @param id a number of its own over all organisations, never given to another one; not zero
/// @param uid its name in channels, `ds/<uid>/…`; unique in its organisation
/// @param type the id of the plugin or built-in source that serves it, for example `prometheus`
/// @param url where it is, empty when it has no single address
/// @param user empty when none
/// @param database empty when none
/// @param basicAuthUser empty unless `basicAuth`; the password stands in `secrets` under
///   `basicAuthPassword`
/// @param jsonData the type's own settings, one JSON object; `{}` when none
/// @param secrets the type's own secrets in plain text (`secureJsonData`); never to be logged, and
///   not part of `toString`
/// @param updated when anything of this last changed; equal from call to call until it does
public record DataSource(
        long id,
        String uid,
        String type,
        String name,
        String url,
        String user,
        String database,
        boolean basicAuth,
        String basicAuthUser,
        RawJson jsonData,
        Map<String, String> secrets,
        Instant updated) {
    public DataSource {
        if (id == 0) {
            throw new IllegalArgumentException("a data source's id is never 0");
        }
        secrets = Map.copyOf(secrets);
    }

    /// Names it without its secrets.
    @Override
    public String toString() {
        return "DataSource[" + type + " " + uid + "]";
    }
}
