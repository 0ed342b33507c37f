package dev.freshet.plugins;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A plugin's `MANIFEST.txt`: a JSON object with the hash of every file, signed with PGP.
///
/// The hashes are compared; the signature is not checked ([SignatureState#UNVERIFIED]). A nested
/// plugin without a manifest is covered by that of the plugin around it.
final class PluginManifest {
    private static final String FILE = "MANIFEST.txt";
    private static final JsonMapper JSON = new JsonMapper();

    /// What the files say; id and version come on top for the plugin itself.
    private final Verdict files;

    private final String plugin;
    private final String version;
    private final boolean inherited;

    private PluginManifest(Verdict files, String plugin, String version, boolean inherited) {
        this.files = files;
        this.plugin = plugin;
        this.version = version;
        this.inherited = inherited;
    }

    /// @param detail what is wrong; empty when nothing
    record Verdict(SignatureState state, String detail) {}

    /// Reads and compares everything below `directory`.
    ///
    /// @param around the manifest of the plugin that this one is nested in
    static PluginManifest of(Path directory, @Nullable PluginManifest around) {
        Path file = directory.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            return around != null
                    ? new PluginManifest(around.files, around.plugin, around.version, true)
                    : new PluginManifest(new Verdict(SignatureState.UNSIGNED, ""), "", "", true);
        }
        try {
            JsonNode json = JSON.readTree(signedText(Files.readString(file)));
            if (!json.path("files").isObject()) {
                return invalid("it lists no files");
            }
            return new PluginManifest(
                    compare(directory, json.path("files")),
                    json.path("plugin").asString(""),
                    json.path("version").asString(""),
                    false);
        } catch (IOException | JacksonException e) {
            return invalid(e instanceof JacksonException ? "its text is not JSON" : e.toString());
        }
    }

    Verdict judge(String id, String itsVersion) {
        if (inherited || files.state() != SignatureState.UNVERIFIED) {
            return files;
        }
        if (!plugin.equals(id)) {
            return modified("it was signed as \"%s\"".formatted(plugin));
        }
        if (!version.equals(itsVersion)) {
            return modified("version %s was signed, this is %s".formatted(version, itsVersion));
        }
        return files;
    }

    private static PluginManifest invalid(String why) {
        return new PluginManifest(new Verdict(SignatureState.INVALID, why), "", "", false);
    }

    private static Verdict modified(String why) {
        return new Verdict(SignatureState.MODIFIED, why);
    }

    /// The text between the head and the signature of a PGP clear-signed message.
    private static String signedText(String message) throws IOException {
        String text = message.replace("\r\n", "\n");
        int head = text.indexOf("-----BEGIN PGP SIGNED MESSAGE-----");
        int blank = text.indexOf("\n\n", Math.max(head, 0));
        int end = text.indexOf("\n-----BEGIN PGP SIGNATURE-----");
        if (head < 0 || blank < 0 || end < blank) {
            throw new IOException("it is not a PGP signed message");
        }
        return text.substring(blank + 2, end).replace("\n- ", "\n");
    }

    private static Verdict compare(Path directory, JsonNode listed) throws IOException {
        Map<String, String> hashes = new HashMap<>();
        for (Map.Entry<String, JsonNode> entry : listed.properties()) {
            hashes.put(entry.getKey(), entry.getValue().asString("").toLowerCase(Locale.ROOT));
        }
        var present = new TreeSet<String>();
        try (var walk = Files.walk(directory, FileVisitOption.FOLLOW_LINKS)) {
            walk.filter(Files::isRegularFile)
                    .map(file -> directory.relativize(file).toString().replace('\\', '/'))
                    .filter(name -> !name.equals(FILE))
                    .forEach(present::add);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        for (String name : new TreeSet<>(hashes.keySet())) {
            if (!present.contains(name)) {
                return modified("file %s is missing".formatted(name));
            }
        }
        for (String name : present) {
            String hash = hashes.get(name);
            if (hash == null) {
                return modified("file %s is not in its MANIFEST.txt".formatted(name));
            }
            if (!hash.equals(sha256(directory.resolve(name)))) {
                return modified("file %s has changed".formatted(name));
            }
        }
        return new Verdict(SignatureState.UNVERIFIED, "");
    }

    private static String sha256(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[64 * 1024];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
