package io.rowtrail.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Modules are promises about dependencies; these are the promises. */
class HouseRulesTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final List<String> MODULES = List.of(
            "trace-context",
            "trace-jdbc",
            "lake",
            "cdc-capture",
            "spark-listener/spark-4.1_2.13",
            "recompute",
            "graph-model",
            "audit-store",
            "audit-verifier",
            "lineage-service",
            "cli",
            "quickstart/neo4j-server",
            "quickstart/shop",
            "quickstart/jobs",
            "quickstart/stack");
    private static final int LONGEST_CLASS = 400;

    private static JavaClasses house;

    @BeforeAll
    static void importEveryModule() {
        List<Path> compiled = MODULES.stream()
                .map(m -> ROOT.resolve(m).resolve("target/classes"))
                .toList();
        assertThat(compiled).allSatisfy(p -> assertThat(p).isDirectory());
        house = new ClassFileImporter().importPaths(compiled);
    }

    @Test
    void theVocabularyAndTheVerifierKnowTheJdkOnly() {
        String[] own = {"java..", "javax.crypto..", "org.jspecify.annotations.."};
        classes()
                .that()
                .resideInAnyPackage("io.rowtrail.trace..", "io.rowtrail.tags..")
                .should()
                .onlyDependOnClassesThat(
                        resideInAnyPackage(own).or(resideInAnyPackage("io.rowtrail.trace..", "io.rowtrail.tags..")))
                .check(house);
        classes()
                .that()
                .resideInAPackage("io.rowtrail.verifier..")
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(own).or(resideInAnyPackage("io.rowtrail.verifier..")))
                .check(house);
    }

    @Test
    void theGraphKnowsNoFrameworkAndOnlyItsAdapterKnowsNeo4j() {
        noClasses()
                .that()
                .resideInAPackage("io.rowtrail.graph..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.quarkus..", "jakarta..", "io.rowtrail.audit..", "io.rowtrail.service..")
                .check(house);
        noClasses()
                .that()
                .resideInAPackage("io.rowtrail.graph..")
                .and()
                .resideOutsideOfPackage("io.rowtrail.graph.neo4j..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.neo4j..")
                .check(house);
    }

    @Test
    void theAuditStoreKnowsNoHttpAndNoLineage() {
        noClasses()
                .that()
                .resideInAPackage("io.rowtrail.audit..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "jakarta.ws.rs..",
                        "io.quarkus..",
                        "io.rowtrail.graph..",
                        "io.rowtrail.lake..",
                        "io.rowtrail.service..",
                        "io.rowtrail.verifier..")
                .check(house);
    }

    @Test
    void producersKnowOnlyTheWireAndTheVocabulary() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "io.rowtrail.jdbc..", "io.rowtrail.capture..", "io.rowtrail.spark..", "io.rowtrail.lake..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.rowtrail.service..", "io.rowtrail.graph..", "io.rowtrail.audit..")
                .check(house);
    }

    @Test
    void theRecomputeWorkerKnowsThePluginAndNobodyElse() {
        noClasses()
                .that()
                .resideInAPackage("io.rowtrail.recompute..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.rowtrail.service..", "io.rowtrail.graph..", "io.rowtrail.audit..", "io.rowtrail.lake..")
                .check(house);
    }

    @Test
    void theCommandLineKnowsThePublicApiAndTheVerifierOnly() {
        noClasses()
                .that()
                .resideInAPackage("io.rowtrail.cli..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.rowtrail.service..", "io.rowtrail.graph..", "io.rowtrail.audit..", "io.rowtrail.lake..")
                .check(house);
    }

    @Test
    void packagesOfAModuleHaveNoCycles() {
        for (String module : MODULES) {
            JavaClasses classes =
                    new ClassFileImporter().importPath(ROOT.resolve(module).resolve("target/classes"));
            slices().matching("io.rowtrail.(**)").should().beFreeOfCycles().check(classes);
        }
    }

    @Test
    void namesAreNounsOfTheField() {
        noClasses()
                .should()
                .haveNameMatching(".*(Impl|Util|Utils|Helper|Manager|Dto)")
                .check(house);
    }

    @Test
    void everyPackageSaysWhatLivesThere() {
        forEachSource((path, lines) -> assertThat(path.resolveSibling("package-info.java"))
                .as("the package of %s", ROOT.relativize(path))
                .exists());
    }

    @Test
    void noClassIsTooLongToRead() {
        forEachSource((path, lines) ->
                assertThat(lines).as("lines of %s", ROOT.relativize(path)).isLessThanOrEqualTo(LONGEST_CLASS));
    }

    private interface SourceCheck {
        void check(Path path, long lines);
    }

    private static void forEachSource(SourceCheck check) {
        for (String module : Stream.concat(MODULES.stream(), Stream.of("spark-listener/core"))
                .toList()) {
            Path sources = ROOT.resolve(module).resolve("src/main/java");
            if (!Files.isDirectory(sources)) {
                continue;
            }
            try (Stream<Path> files = Files.walk(sources)) {
                for (Path file :
                        files.filter(f -> f.toString().endsWith(".java")).toList()) {
                    try (Stream<String> lines = Files.lines(file)) {
                        check.check(file, lines.count());
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
