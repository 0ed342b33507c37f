package dev.freshet.server.config;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/// The keys that only Grafana uses; they are accepted and mean nothing here.
final class GrafanaKeys {
    private static final String RESOURCE = "grafana-ini-keys.txt";

    private GrafanaKeys() {}

    /// Read when first asked, because most starts without a file never ask.
    static Set<KeyName> all() {
        return Held.KEYS;
    }

    /// True for sections whose keys nobody can list: plugins' own, feature names.
    static boolean isOpenSection(String section) {
        return section.equals("feature_toggles")
                || section.startsWith("feature_toggles.")
                || section.startsWith("plugin.")
                || section.startsWith("auth.generic_oauth")
                || section.startsWith("unified_alerting.")
                || section.startsWith("security.encryption.");
    }

    private static final class Held {
        static final Set<KeyName> KEYS = read();
    }

    private static Set<KeyName> read() {
        var keys = new TreeSet<KeyName>();
        try (var in = GrafanaKeys.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("The resource " + RESOURCE + " is missing.");
            }
            var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                int dot = line.lastIndexOf('.');
                if (!line.startsWith("#") && dot > 0) {
                    keys.add(new KeyName(line.substring(0, dot), line.substring(dot + 1)));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Collections.unmodifiableSet(keys);
    }
}
