package dev.freshet.plugins;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/// What the module may use, and that nobody outside sees gRPC.
class PackageDirectionTest {
    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages("dev.freshet.plugins");

    @Test
    void usesTheSourceApiAndNothingElseOfOurs() {
        assertThat(CLASSES.contain(PluginHost.class)).isTrue();
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "javax.net.ssl",
                        "dev.freshet.plugins..",
                        "dev.freshet.source",
                        "org.apache.arrow..",
                        "io.grpc..",
                        "io.netty..",
                        "com.google..",
                        "org.slf4j..",
                        "org.jspecify..",
                        "tools.jackson..")
                .check(CLASSES);
    }

    @Test
    void arrowIsUsedInOnePackage() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.freshet.plugins.arrow")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.arrow..", "com.google.flatbuffers..")
                .because("its classes are loaded with the first frame that needs them")
                .check(CLASSES);
    }

    @Test
    void noPublicMethodShowsGrpc() {
        var grpc =
                DescribedPredicate.<JavaClass>describe(
                        "of gRPC, protobuf or Netty",
                        type ->
                                type.getPackageName().startsWith("io.grpc")
                                        || type.getPackageName().startsWith("io.netty")
                                        || type.getPackageName().startsWith("com.google"));
        noMethods()
                .that()
                .arePublic()
                .and()
                .areDeclaredInClassesThat()
                .arePublic()
                .and()
                .areDeclaredInClassesThat()
                .resideInAPackage("dev.freshet.plugins")
                .should()
                .haveRawReturnType(grpc)
                .check(CLASSES);
    }
}
