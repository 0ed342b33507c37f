package dev.freshet.server.plugin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.server.pluginstream.SourceTypes.Found;
import dev.freshet.source.StreamRequest;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JarSourcesTest {
    private static final StreamRequest REQUEST =
            new StreamRequest(1, null, null, "x", null, Map.of());

    @TempDir Path plugins;
    @TempDir Path classes;

    @Test
    void aJarsSourceIsFoundByItsType() throws Exception {
        jar("meter", "Meter", "@SourceType(\"acme-meter\")", "return SubscribeReply.ok();");

        try (var sources = JarSources.load(plugins, InstantSource.system())) {
            var found = (Found.Here) sources.find("acme-meter");

            assertThat(found.source().subscribeStream(REQUEST).status().name()).isEqualTo("OK");
            assertThat(sources.find("other")).isInstanceOf(Found.Missing.class);
        }
    }

    @Test
    void aSourceSeesTheJdkAndTheApiAndNothingOfTheServer() throws Exception {
        jar(
                "nosy",
                "Nosy",
                "@SourceType(\"nosy\")",
                """
                for (String name : new String[] {
                        "java.util.List", "dev.freshet.source.Frame",
                        "dev.freshet.server.Freshet", "io.netty.buffer.ByteBuf",
                        "tools.jackson.databind.json.JsonMapper"}) {
                    try {
                        Class.forName(name, false, Nosy.class.getClassLoader());
                        System.setProperty("nosy." + name, "seen");
                    } catch (ClassNotFoundException e) {
                        System.setProperty("nosy." + name, "hidden");
                    }
                }
                return SubscribeReply.ok();
                """);

        try (var sources = JarSources.load(plugins, InstantSource.system())) {
            ((Found.Here) sources.find("nosy")).source().subscribeStream(REQUEST);
        }

        assertThat(System.getProperty("nosy.java.util.List")).isEqualTo("seen");
        assertThat(System.getProperty("nosy.dev.freshet.source.Frame")).isEqualTo("seen");
        assertThat(System.getProperty("nosy.dev.freshet.server.Freshet")).isEqualTo("hidden");
        assertThat(System.getProperty("nosy.io.netty.buffer.ByteBuf")).isEqualTo("hidden");
        assertThat(System.getProperty("nosy.tools.jackson.databind.json.JsonMapper"))
                .isEqualTo("hidden");
    }

    @Test
    void twoJarsMayHaveClassesOfTheSameName() throws Exception {
        jar("a", "Same", "@SourceType(\"a\")", "throw new SourceException(\"a\", \"\");");
        jar("b", "Same", "@SourceType(\"b\")", "throw new SourceException(\"b\", \"\");");

        try (var sources = JarSources.load(plugins, InstantSource.system())) {
            for (var type : List.of("a", "b")) {
                var source = ((Found.Here) sources.find(type)).source();
                assertThat(failure(() -> source.subscribeStream(REQUEST))).hasMessage(type);
            }
        }
    }

    private interface Call {
        void make() throws Exception;
    }

    private static Throwable failure(Call call) {
        try {
            call.make();
        } catch (Exception e) {
            return e;
        }
        throw new AssertionError("nothing was thrown");
    }

    @Test
    void whatCannotBeLoadedSaysWhyAndKeepsNothingElseOut() throws Exception {
        jar("good", "Good", "@SourceType(\"good\")", "return SubscribeReply.ok();");
        jar("later", "Later", "@SourceType(\"good\")", "return SubscribeReply.ok();");
        jar("nameless", "Nameless", "", "return SubscribeReply.ok();");
        Files.writeString(plugins.resolve("text.jar"), "no jar");
        jar(
                "thrower",
                "Thrower",
                "@SourceType(\"thrower\")",
                "return null; } public Thrower() { if (true) throw new IllegalStateException(\"no"
                        + " licence\");");

        try (var sources = JarSources.load(plugins, InstantSource.system())) {
            assertThat(sources.find("good")).isInstanceOf(Found.Here.class);
            assertThat(sources.all().stream().map(JarSource::trouble))
                    .satisfiesExactly(
                            good -> assertThat(good).isEmpty(),
                            later -> assertThat(later).contains("later.jar", "taken by good.jar"),
                            nameless -> assertThat(nameless).contains("has no @SourceType"),
                            text -> assertThat(text).contains("names no class in META-INF"),
                            thrower -> assertThat(thrower).contains("no licence"));
            assertThat(sources.find("thrower"))
                    .isInstanceOfSatisfying(
                            Found.Unable.class,
                            unable ->
                                    assertThat(unable.problem().message()).contains("no licence"));
        }
    }

    @Test
    void withoutADirectoryThereIsNothing() {
        try (var sources = JarSources.load(plugins.resolve("missing"), InstantSource.system())) {
            assertThat(sources.all()).isEmpty();
        }
    }

    /// A jar with one source, compiled for it.
    private void jar(String jar, String name, String annotation, String subscribe)
            throws IOException {
        var text =
                """
                package acme;
                import dev.freshet.source.*;
                %s
                public final class %s implements StreamSource {
                    @Override public SubscribeReply subscribeStream(StreamRequest request) throws Exception {
                        %s
                    }
                    @Override public void runStream(StreamRequest request, StreamSender sender) {}
                }
                """
                        .formatted(annotation, name, subscribe);
        var target = Files.createDirectories(classes.resolve(jar));
        var file =
                new SimpleJavaFileObject(
                        URI.create("string:///acme/" + name + ".java"),
                        JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return text;
                    }
                };
        var compiler = ToolProvider.getSystemJavaCompiler();
        assertThat(
                        compiler.getTask(
                                        null,
                                        null,
                                        null,
                                        List.of(
                                                "-d",
                                                target.toString(),
                                                "-proc:none",
                                                "-cp",
                                                System.getProperty("java.class.path")),
                                        null,
                                        List.of(file))
                                .call())
                .isTrue();
        try (var out = new JarOutputStream(Files.newOutputStream(plugins.resolve(jar + ".jar")))) {
            out.putNextEntry(new JarEntry("acme/" + name + ".class"));
            out.write(Files.readAllBytes(target.resolve("acme/" + name + ".class")));
            out.putNextEntry(new JarEntry("META-INF/services/dev.freshet.source.StreamSource"));
            out.write(("acme." + name).getBytes(UTF_8));
        }
    }
}
