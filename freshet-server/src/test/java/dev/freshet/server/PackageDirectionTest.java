package dev.freshet.server;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/// Which package may use which (`ARCHITECTURE.md`): the arrows that keep features apart.
class PackageDirectionTest {
    private static final String SERVER = "dev.freshet.server";
    private static final String[] SHARED = {
        SERVER + ".problem",
        SERVER + ".auth",
        SERVER + ".http",
        SERVER + ".channel",
        SERVER + ".frame"
    };

    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages(SERVER);

    @Test
    void everyPackageIsLookedAt() {
        assertThat(CLASSES.contain(LiveServer.class)).isTrue();
        assertThat(CLASSES.size()).isGreaterThan(300);
    }

    @Test
    void sharedNounsKnowNoFeature() {
        noClasses()
                .that()
                .resideInAnyPackage(SHARED)
                .should()
                .dependOnClassesThat(
                        resideInAPackage(SERVER + "..").and(resideOutsideOfPackages(SHARED)))
                .check(CLASSES);
    }

    @Test
    void theEngineIsTouchedWhereSocketsAreTaken() {
        noClasses()
                .that()
                // The server API is the engine's own operations and values, over HTTP.
                .resideOutsideOfPackages(
                        SERVER, SERVER + ".socket", SERVER + ".http", SERVER + ".serverapi")
                .and()
                .haveNameNotMatching(".*\\.push\\.PushSockets?(\\$.*)?")
                .and() // its clients run on loops of the same kind
                .doNotHaveFullyQualifiedName(SERVER + ".bench.LoadDriver")
                .should()
                .dependOnClassesThat(
                        resideInAPackage("dev.freshet.engine..")
                                // Values and the grammar of patterns, nothing that does anything.
                                .and(resideOutsideOfPackage("dev.freshet.engine.channel")))
                .because("everything else goes through interfaces of its own")
                .check(CLASSES);
    }

    @Test
    void nettyIsUsedWhereBytesComeAndGo() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        SERVER, SERVER + ".http", SERVER + ".tls", SERVER + ".bench")
                .and()
                .doNotHaveFullyQualifiedName(SERVER + ".cli.Versions")
                .should()
                .dependOnClassesThat(resideInAPackage("io.netty.."))
                .because("only these run on event loops")
                .check(CLASSES);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching(SERVER + ".(*)..")
                .as("packages below the root")
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }

    @Test
    void theCommandLineIsTheTop() {
        noClasses()
                .that()
                .resideOutsideOfPackages(SERVER, SERVER + ".cli")
                .should()
                .dependOnClassesThat(resideInAnyPackage(SERVER, SERVER + ".cli"))
                .check(CLASSES);
    }
}
