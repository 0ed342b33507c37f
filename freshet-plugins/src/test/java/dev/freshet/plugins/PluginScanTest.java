package dev.freshet.plugins;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class PluginScanTest {
    @TempDir Path temporary;

    @Test
    void findsPluginsBelowLinksAndInDistAndNestedOnes() throws Exception {
        Path plugins = Files.createDirectories(temporary.resolve("plugins"));
        plugin(plugins.resolve("deep/er/one"), "one");
        plugin(temporary.resolve("elsewhere/two"), "two");
        Files.createSymbolicLink(plugins.resolve("link"), temporary.resolve("elsewhere/two"));
        Files.createSymbolicLink(plugins.resolve("link-to-itself"), plugins);
        plugin(plugins.resolve("three/src"), "three");
        plugin(plugins.resolve("three/dist"), "three");
        plugin(plugins.resolve("four"), "four");
        plugin(plugins.resolve("four/datasource"), "five");
        plugin(plugins.resolve("six/node_modules/x"), "seven");

        List<FoundPlugin> found = search();

        assertThat(found)
                .extracting(FoundPlugin::id)
                .containsExactly("one", "four", "five", "two", "three");
        assertThat(found).allMatch(plugin -> plugin.state() == PluginState.NOT_STARTED);
        assertThat(found.getLast().directory()).endsWith(Path.of("three/dist"));
    }

    @Test
    void theSecondOfTwoWithTheSameIdIsSkipped() throws Exception {
        plugin(temporary.resolve("plugins/a"), "one");
        plugin(temporary.resolve("plugins/b"), "one");

        List<FoundPlugin> found = search();

        assertThat(found)
                .extracting(FoundPlugin::state)
                .containsExactly(PluginState.NOT_STARTED, PluginState.DUPLICATE);
        assertThat(reason(found.get(1))).contains("plugins/a has the same id");
    }

    @Test
    void whatCannotRunSaysWhy() throws Exception {
        Path panel = Files.createDirectories(temporary.resolve("plugins/panel"));
        Files.writeString(panel.resolve("plugin.json"), "{\"id\":\"panel\",\"type\":\"panel\"}");
        Path broken = Files.createDirectories(temporary.resolve("plugins/broken"));
        Files.writeString(broken.resolve("plugin.json"), "{\"id\":");
        Path nameless = Files.createDirectories(temporary.resolve("plugins/nameless"));
        Files.writeString(nameless.resolve("plugin.json"), "{}");

        List<FoundPlugin> found = search();

        assertThat(found)
                .extracting(FoundPlugin::state)
                .containsExactly(PluginState.INVALID, PluginState.INVALID, PluginState.NO_BACKEND);
        assertThat(reason(found.get(0))).contains("it is not JSON");
        assertThat(reason(found.get(1))).contains("it has no id");
        assertThat(reason(found.get(2))).contains("has no backend program");
    }

    @Test
    void aManifestThatFitsStillNeedsTheAllowList() throws Exception {
        Path directory = plugin(temporary.resolve("plugins/one"), "one");
        Files.writeString(directory.resolve("module.js"), "//");
        manifest(directory, "one", "1.2.3", "plugin.json", "module.js");
        plugin(temporary.resolve("plugins/other"), "other");

        FoundPlugin allowed = search().getFirst();
        FoundPlugin refused = search("other").getFirst();

        assertThat(allowed.signature()).isEqualTo(SignatureState.UNVERIFIED);
        assertThat(allowed.state()).isEqualTo(PluginState.NOT_STARTED);
        assertThat(refused.state()).isEqualTo(PluginState.NOT_ALLOWED);
        assertThat(reason(refused))
                .contains("cannot check the signature", "allow_loading_unsigned_plugins");
    }

    @Test
    void filesThatAreNotAsSignedNeverRun() throws Exception {
        Path directory = plugin(temporary.resolve("plugins/one"), "one");
        manifest(directory, "one", "1.2.3", "plugin.json");

        Files.writeString(directory.resolve("extra"), "");
        assertModified("file extra is not in its MANIFEST.txt");
        Files.delete(directory.resolve("extra"));

        Files.writeString(
                directory.resolve("plugin.json"),
                Files.readString(directory.resolve("plugin.json")) + " ");
        assertModified("file plugin.json has changed");

        manifest(directory, "another", "1.2.3", "plugin.json");
        assertModified("it was signed as \"another\"");

        manifest(directory, "one", "9.9.9", "plugin.json");
        assertModified("version 9.9.9 was signed, this is 1.2.3");

        Files.writeString(directory.resolve("gone"), "");
        manifest(directory, "one", "1.2.3", "plugin.json", "gone");
        Files.delete(directory.resolve("gone"));
        assertModified("file gone is missing");

        Files.writeString(directory.resolve("MANIFEST.txt"), "hello");
        assertThat(search().getFirst().signature()).isEqualTo(SignatureState.INVALID);
        assertThat(search().getFirst().state()).isEqualTo(PluginState.NOT_ALLOWED);
    }

    @Test
    void aNestedPluginSharesTheSignatureOfTheOneAround() throws Exception {
        Path app = plugin(temporary.resolve("plugins/one"), "one");
        plugin(app.resolve("inner"), "other");
        manifest(app, "one", "1.2.3", "plugin.json", "inner/plugin.json");

        assertThat(search())
                .extracting(FoundPlugin::signature)
                .containsExactly(SignatureState.UNVERIFIED, SignatureState.UNVERIFIED);

        Files.writeString(app.resolve("inner/new"), "");
        assertThat(search())
                .extracting(FoundPlugin::signature)
                .containsExactly(SignatureState.MODIFIED, SignatureState.MODIFIED);
    }

    @Test
    void aPluginThatWantsANewerGrafanaIsToldAndRuns() throws Exception {
        var logger = (Logger) LoggerFactory.getLogger(PluginScan.class);
        var appender = new ListAppender<ILoggingEvent>();
        appender.start();
        logger.addAppender(appender);
        for (String id : List.of("one", "two", "three")) {
            Path file = plugin(temporary.resolve("plugins/" + id), id).resolve("plugin.json");
            String range = Map.of("one", ">=12.0.1-0", "two", ">=11.6.0 <13", "three", "*").get(id);
            Files.writeString(
                    file,
                    Files.readString(file)
                            .replace(
                                    "\"info\"",
                                    "\"dependencies\":{\"grafanaDependency\":\""
                                            + range
                                            + "\"},\"info\""));
        }

        List<FoundPlugin> found = search();

        logger.detachAppender(appender);
        assertThat(found).hasSize(3).allMatch(plugin -> plugin.state() == PluginState.NOT_STARTED);
        assertThat(appender.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly(
                        "Plugin \"one\" wants Grafana >=12.0.1-0, this server stands for 12.0.0:"
                                + " parts of it may not work");
    }

    @Test
    void inDevelopmentUnsignedPluginsRun() throws Exception {
        plugin(temporary.resolve("plugins/one"), "unlisted");

        var options = PluginFolder.options(temporary, "").developmentMode(true).build();

        assertThat(new PluginScan(options).search().getFirst().state())
                .isEqualTo(PluginState.NOT_STARTED);
    }

    private void assertModified(String why) {
        FoundPlugin plugin = search().getFirst();
        assertThat(plugin.signature()).isEqualTo(SignatureState.MODIFIED);
        assertThat(plugin.state()).isEqualTo(PluginState.NOT_ALLOWED);
        assertThat(reason(plugin)).contains(why);
    }

    private static String reason(FoundPlugin plugin) {
        return Objects.requireNonNull(plugin.refusal()).text();
    }

    private List<FoundPlugin> search() {
        return search("one", "two", "three", "four", "five", "other");
    }

    private List<FoundPlugin> search(String... allowed) {
        var options =
                PluginFolder.options(temporary, "")
                        .directories(
                                List.of(temporary.resolve("missing"), temporary.resolve("plugins")))
                        .allowUnsigned(Set.of(allowed))
                        .build();
        return new PluginScan(options).search();
    }

    private static Path plugin(Path directory, String id) throws Exception {
        return PluginFolder.json(directory, id, "datasource");
    }

    private static void manifest(Path directory, String id, String version, String... files)
            throws Exception {
        var hashes = new StringBuilder();
        for (String file : files) {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(Files.readAllBytes(directory.resolve(file)));
            hashes.append(hashes.isEmpty() ? "" : ",")
                    .append("\"%s\":\"%s\"".formatted(file, HexFormat.of().formatHex(hash)));
        }
        Files.write(
                directory.resolve("MANIFEST.txt"),
                """

                -----BEGIN PGP SIGNED MESSAGE-----
                Hash: SHA512

                {"manifestVersion":"2.0.0","plugin":"%s","version":"%s","files":{%s}}
                -----BEGIN PGP SIGNATURE-----

                wrkEARMKAAYFAl
                -----END PGP SIGNATURE-----
                """
                        .formatted(id, version, hashes)
                        .getBytes(UTF_8));
    }
}
