package dev.freshet.server.datasource;

import dev.freshet.source.RawJson;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What somebody wants a data source to be.
///
/// @param uid null to keep the one it has; a new one gets [#defaultUid]
/// @param name unique in its organisation
/// @param type the plugin's id
/// @param access `proxy` or `direct`
/// @param jsonData one JSON object
/// @param secrets in plain text; they replace what was there as a whole
/// @param readOnly not to be changed but in the provisioning file
/// @param streams no name twice
public record DataSourceSettings(
        long orgId,
        @Nullable String uid,
        String name,
        String type,
        String access,
        String url,
        String user,
        String database,
        boolean basicAuth,
        String basicAuthUser,
        boolean withCredentials,
        boolean isDefault,
        RawJson jsonData,
        Map<String, String> secrets,
        boolean readOnly,
        List<NamedStream> streams) {
    private static final int DIGEST_BYTES = 8;

    public DataSourceSettings {
        secrets = Map.copyOf(secrets);
        streams = List.copyOf(streams);
    }

    /// The uid of a data source that was given none: `P` and the first 8 bytes of the name's
    /// SHA-256, as Grafana makes it.
    public static String defaultUid(String name) {
        try {
            var digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(name.getBytes(StandardCharsets.UTF_8));
            return "P" + HexFormat.of().formatHex(digest, 0, DIGEST_BYTES).toUpperCase(Locale.ROOT);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    /// The same in another organisation.
    public DataSourceSettings in(long org) {
        return with(org, uid, secrets, streams);
    }

    /// The same with other values of what may be left open at first.
    DataSourceSettings with(
            long org,
            @Nullable String otherUid,
            Map<String, String> otherSecrets,
            List<NamedStream> otherStreams) {
        return new DataSourceSettings(
                org,
                otherUid,
                name,
                type,
                access,
                url,
                user,
                database,
                basicAuth,
                basicAuthUser,
                withCredentials,
                isDefault,
                jsonData,
                otherSecrets,
                readOnly,
                otherStreams);
    }

    /// The uid that it gets when it is made.
    public String uidWhenNew() {
        return uid == null ? defaultUid(name) : uid;
    }

    /// Names it without its secrets.
    @Override
    public String toString() {
        return "DataSourceSettings[" + orgId + "/" + name + "]";
    }
}
