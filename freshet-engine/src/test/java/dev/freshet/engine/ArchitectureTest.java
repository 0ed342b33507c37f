package dev.freshet.engine;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/// The arrows between the packages: engine → transport → client → node → hub, broker → protocol;
/// metrics at the bottom.
class ArchitectureTest {
    private static final JavaClasses ENGINE =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("dev.freshet.engine");

    @Test
    void classesWereFound() {
        assertThat(ENGINE).hasSizeGreaterThan(50);
    }

    @Test
    void packagesUseEachOtherInOneDirection() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("engine")
                .definedBy("dev.freshet.engine")
                .layer("transport")
                .definedBy("dev.freshet.engine.transport")
                .layer("client")
                .definedBy("dev.freshet.engine.client")
                .layer("node")
                .definedBy("dev.freshet.engine.node")
                .layer("hub")
                .definedBy("dev.freshet.engine.hub")
                .layer("broker")
                .definedBy("dev.freshet.engine.broker")
                .layer("presence")
                .definedBy("dev.freshet.engine.presence")
                .layer("cluster")
                .definedBy("dev.freshet.engine.cluster")
                .layer("channel")
                .definedBy("dev.freshet.engine.channel")
                .layer("protocol")
                .definedBy("dev.freshet.engine.protocol")
                .layer("metrics")
                .definedBy("dev.freshet.engine.metrics")
                .whereLayer("engine")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("transport")
                .mayOnlyBeAccessedByLayers("engine")
                .whereLayer("client")
                .mayOnlyBeAccessedByLayers("engine", "transport")
                .whereLayer("node")
                .mayOnlyBeAccessedByLayers("engine", "transport", "client")
                .whereLayer("hub")
                .mayOnlyBeAccessedByLayers("engine", "transport", "client", "node")
                .whereLayer("broker")
                .mayOnlyBeAccessedByLayers("engine", "transport", "client", "node")
                .whereLayer("presence")
                .mayOnlyBeAccessedByLayers("engine", "transport", "client", "node")
                .whereLayer("cluster")
                .mayOnlyBeAccessedByLayers("engine", "transport", "client", "node")
                .whereLayer("channel")
                .mayOnlyAccessLayers("protocol")
                .whereLayer("protocol")
                .mayNotAccessAnyLayer()
                .whereLayer("metrics")
                .mayNotAccessAnyLayer()
                .check(ENGINE);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("dev.freshet.engine.(*)..").should().beFreeOfCycles().check(ENGINE);
    }

    @Test
    void nettysChannelsAndCodecsStayInTransport() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.freshet.engine", "dev.freshet.engine.transport")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.netty.channel..", "io.netty.handler..", "io.netty.bootstrap..")
                .check(ENGINE);
        // The front door only names the loops.
        noClasses()
                .that()
                .resideInAPackage("dev.freshet.engine")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.netty.handler..", "io.netty.bootstrap..")
                .check(ENGINE);
    }

    @Test
    void nettysExecutorsStayInTransportHubAndClient() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "dev.freshet.engine.node",
                        "dev.freshet.engine.broker",
                        "dev.freshet.engine.protocol",
                        "dev.freshet.engine.metrics")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.netty.util.concurrent..")
                .check(ENGINE);
    }

    /// The codec writes into buffers, too: what it writes is the wire.
    @Test
    void nettysBuffersStayInTransportHubClientAndTheCodec() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "dev.freshet.engine.node",
                        "dev.freshet.engine.broker",
                        "dev.freshet.engine.metrics")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.netty.buffer..")
                .check(ENGINE);
    }

    @Test
    void jacksonStaysInProtocol() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.freshet.engine.protocol")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("tools.jackson..")
                .check(ENGINE);
    }

    @Test
    void nothingBuiltOnTopIsKnown() {
        classes()
                .should()
                .onlyDependOnClassesThat(
                        not(resideInAnyPackage("dev.freshet.."))
                                .or(resideInAnyPackage("dev.freshet.engine..")))
                .check(ENGINE);
    }

    @Test
    void nobodySleepsOrPrints() {
        noClasses()
                .should()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .check(ENGINE);
    }
}
