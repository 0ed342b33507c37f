package dev.freshet.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.netty.bootstrap.AbstractBootstrap;
import io.netty.channel.ChannelHandler;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What `native-image` has to keep of the engine because it is looked up at run time.
class NativeImageMetadataTest {
    private static final String FILE =
            "/META-INF/native-image/dev.freshet/freshet-engine/reachability-metadata.json";
    private static final JavaClasses ENGINE =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("dev.freshet.engine");

    /// Owners of methods that find something by its name.
    private static final Set<String> LOOKUPS =
            Set.of(
                    Class.class.getName(),
                    ClassLoader.class.getName(),
                    MethodHandles.Lookup.class.getName(),
                    ServiceLoader.class.getName());

    private final Map<String, JsonNode> listed = listed();

    private static Map<String, JsonNode> listed() {
        try (var in = NativeImageMetadataTest.class.getResourceAsStream(FILE)) {
            var types = new TreeMap<String, JsonNode>();
            new JsonMapper()
                    .readTree(in)
                    .get("reflection")
                    .forEach(type -> types.put(type.get("type").stringValue(), type));
            return types;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void everythingThatIsListedExists() throws ReflectiveOperationException {
        assertThat(listed).isNotEmpty();
        for (var each : listed.entrySet()) {
            var type = Class.forName(each.getKey(), false, getClass().getClassLoader());
            for (var field : each.getValue().path("fields")) {
                assertThat(type.getDeclaredField(field.get("name").stringValue())).isNotNull();
            }
            for (var method : each.getValue().path("methods")) {
                assertThat(method.get("name").stringValue()).isEqualTo("<init>");
                assertThat(type.getDeclaredConstructor()).isNotNull();
            }
        }
    }

    @Test
    void everyFieldBehindAVarHandleIsListed() {
        var owners =
                callsOf("findVarHandle")
                        .map(call -> call.getOriginOwner().getName())
                        .collect(Collectors.toSet());

        assertThat(owners).isNotEmpty();
        for (var owner : owners) {
            assertThat(listed)
                    .hasEntrySatisfying(
                            owner, type -> assertThat(type.get("fields")).hasSize(handles(owner)));
        }
    }

    private static int handles(String owner) {
        return (int)
                ENGINE.get(owner).getFields().stream()
                        .filter(field -> field.getRawType().isEquivalentTo(VarHandle.class))
                        .count();
    }

    /// Netty looks at handlers' methods once per class, to find out which ones it may skip.
    @Test
    void everyHandlerIsListed() {
        var handlers =
                ENGINE.stream()
                        .filter(type -> type.isAssignableTo(ChannelHandler.class))
                        .map(JavaClass::getName)
                        .toList();

        assertThat(handlers).isNotEmpty();
        assertThat(listed).containsKeys(handlers.toArray(String[]::new));
    }

    @Test
    void everyServerChannelIsListed() {
        var caller =
                ENGINE.stream()
                        .flatMap(type -> type.getMethodCallsFromSelf().stream())
                        .filter(call ->
                                call.getTargetOwner().isAssignableTo(AbstractBootstrap.class))
                        .filter(call -> call.getTarget().getName().equals("channel"))
                        .map(call -> call.getOriginOwner().getSimpleName())
                        .collect(Collectors.toSet());

        assertThat(caller).containsExactly("EventLoops");
        var channels =
                ENGINE
                        .get("dev.freshet.engine.transport.EventLoops")
                        .getDirectDependenciesFromSelf()
                        .stream()
                        .map(dependency -> dependency.getTargetClass().getName())
                        .filter(name -> name.endsWith("ServerSocketChannel"))
                        .collect(Collectors.toSet());
        assertThat(channels).hasSize(2);
        assertThat(listed).containsKeys(channels.toArray(String[]::new));
    }

    @Test
    void nothingElseIsLookedUpByName() {
        assertThat(
                        lookups()
                                .filter(call -> !call.getName().equals("findVarHandle"))
                                .map(JavaAccess::getDescription))
                .isEmpty();
    }

    private static Stream<JavaAccess<? extends AccessTarget>> callsOf(String name) {
        return lookups().filter(call -> call.getName().equals(name));
    }

    private static Stream<JavaAccess<? extends AccessTarget>> lookups() {
        var harmless =
                List.of("getName", "getSimpleName", "desiredAssertionStatus", "isInstance", "cast");
        return ENGINE.stream()
                .flatMap(type -> type.getAccessesFromSelf().stream())
                .filter(access ->
                        LOOKUPS.contains(access.getTargetOwner().getName())
                                || access.getTargetOwner()
                                        .getPackageName()
                                        .equals("java.lang.reflect")
                                || access.getTarget().getName().equals("newUpdater"))
                .filter(access -> !harmless.contains(access.getName()))
                .map(access -> (JavaAccess<? extends AccessTarget>) access);
    }
}
