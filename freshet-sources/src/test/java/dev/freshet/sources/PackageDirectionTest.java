package dev.freshet.sources;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.freshet.sources.polling.LiveQueries;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Types know the SPI and nothing else of ours; polling knows no type.
class PackageDirectionTest {
    private static final String ROOT = "dev.freshet.sources";
    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages(ROOT);

    @Test
    void everyPackageIsLookedAt() {
        assertThat(CLASSES.contain(LiveQueries.class)).isTrue();
        assertThat(CLASSES.size()).isGreaterThan(100);
    }

    @Test
    void theSpiKnowsNobody() {
        knowsOnly("upstream", "upstream");
    }

    @Test
    void pollingKnowsTheSpiOnly() {
        knowsOnly("polling", "polling", "upstream");
    }

    @ParameterizedTest
    @ValueSource(strings = {"prometheus", "influxdb", "elasticsearch", "loki", "sql", "httpjson"})
    void aTypeKnowsTheSpiOnly(String type) {
        knowsOnly(type, type, "upstream");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mqtt", "redis"})
    void brokersShareHowMessagesBecomeRows(String type) {
        knowsOnly(type, type, "message", "upstream");
    }

    private static void knowsOnly(String who, String... whom) {
        var allowed = new String[whom.length];
        for (int i = 0; i < whom.length; i++) {
            allowed[i] = ROOT + "." + whom[i] + "..";
        }
        noClasses()
                .that()
                .resideInAPackage(ROOT + "." + who + "..")
                .should()
                .dependOnClassesThat(
                        resideInAPackage(ROOT + "..").and(resideOutsideOfPackages(allowed)))
                .check(CLASSES);
    }
}
