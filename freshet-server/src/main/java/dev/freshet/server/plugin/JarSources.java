package dev.freshet.server.plugin;

import dev.freshet.server.pluginstream.SourceTypes;
import dev.freshet.server.problem.Problem;
import dev.freshet.server.problem.ProblemType;
import dev.freshet.source.SourceType;
import dev.freshet.source.StreamSource;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sources written in Java, each jar in the plugin directory with a class loader of its own.
///
/// Loaded once, at the start; afterwards any thread asks for them.
public final class JarSources implements SourceTypes, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(JarSources.class);
    private static final String TYPE = "[A-Za-z0-9._-]{1,100}";

    private final Map<String, JarSource> byType = new LinkedHashMap<>();
    private final List<JarSource> all = new ArrayList<>();
    private final List<URLClassLoader> loaders = new ArrayList<>();
    private final InstantSource clock;

    private JarSources(InstantSource clock) {
        this.clock = clock;
    }

    /// Loads every `*.jar` of a directory, in the order of names; what cannot be loaded is said in
    /// the log and by [#all], and keeps nothing else from running.
    public static JarSources load(Path directory, InstantSource clock) {
        var sources = new JarSources(clock);
        if (Files.isDirectory(directory)) {
            try (var jars = Files.newDirectoryStream(directory, "*.jar")) {
                var sorted = new ArrayList<Path>();
                jars.forEach(sorted::add);
                sorted.sort(null);
                sorted.forEach(sources::loadJar);
            } catch (IOException e) {
                LOG.error("the plugin directory {} cannot be read: {}", directory, e.toString());
            }
        }
        return sources;
    }

    private void loadJar(Path jar) {
        int before = all.size();
        try {
            var loader =
                    new URLClassLoader(jarName(jar), new URL[] {url(jar)}, new ApiClassLoader());
            loaders.add(loader);
            for (var provider : ServiceLoader.load(StreamSource.class, loader).stream().toList()) {
                load(jar, provider);
            }
            if (all.size() == before) {
                refuse(
                        jarName(jar),
                        jar,
                        "it names no class in META-INF/services/dev.freshet.source.StreamSource");
            }
        } catch (MalformedURLException | ServiceConfigurationError | LinkageError e) {
            refuse(jarName(jar), jar, String.valueOf(e.getMessage()));
        }
    }

    private void load(Path jar, ServiceLoader.Provider<StreamSource> provider) {
        var named = provider.type().getAnnotation(SourceType.class);
        var name = provider.type().getName();
        if (named == null) {
            refuse(jarName(jar), jar, "its class " + name + " has no @SourceType");
        } else if (!named.value().matches(TYPE)) {
            refuse(jarName(jar), jar, "its type \"" + named.value() + "\" is no usable name");
        } else if (byType.containsKey(named.value())) {
            refuse(
                    named.value(),
                    jar,
                    "the type is taken by " + byType.get(named.value()).jar().getFileName());
        } else {
            try {
                keep(new JarSource(named.value(), jar, "", provider.get(), clock.instant()));
                LOG.info("source {} from {}", named.value(), jar);
            } catch (ServiceConfigurationError e) {
                var cause = e.getCause() == null ? e : e.getCause();
                refuse(named.value(), jar, name + " cannot be made: " + cause);
            }
        }
    }

    private void refuse(String type, Path jar, String reason) {
        LOG.error("the source of {} does not run: {}", jar, reason);
        keep(
                new JarSource(
                        type,
                        jar,
                        "The source of " + jar.getFileName() + " does not run: " + reason + ".",
                        null,
                        clock.instant()));
    }

    private void keep(JarSource source) {
        all.add(source);
        byType.putIfAbsent(source.type(), source);
    }

    private static URL url(Path jar) throws MalformedURLException {
        return jar.toUri().toURL();
    }

    private static String jarName(Path jar) {
        var name = String.valueOf(jar.getFileName());
        return name.substring(0, name.length() - ".jar".length());
    }

    @Override
    public Found find(String type) {
        var found = byType.get(type);
        if (found == null) {
            return new Found.Missing();
        }
        return found.source() == null
                ? new Found.Unable(Problem.of(ProblemType.SOURCE_UNAVAILABLE, found.trouble(), ""))
                : new Found.Here(found.source());
    }

    /// Everything that was found.
    List<JarSource> all() {
        return List.copyOf(all);
    }

    /// Closes the sources that can be closed.
    @Override
    public void close() {
        for (var each : all) {
            if (each.source() instanceof AutoCloseable closeable) {
                try {
                    closeable.close();
                } catch (Exception e) {
                    LOG.warn("source {} could not be closed", each.type(), e);
                }
            }
        }
        for (var loader : loaders) {
            try {
                loader.close();
            } catch (IOException e) {
                LOG.warn("{} could not be closed", loader.getName(), e);
            }
        }
    }
}
