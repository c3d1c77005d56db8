package io.rowtrail.audit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.rowtrail.audit");

    @Test
    void onlyTheAdapterKnowsADatabase() {
        noClasses()
                .that()
                .resideOutsideOfPackage("..postgres..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.vertx..", "org.hibernate..", "jakarta..", "java.sql..", "..audit.postgres..")
                .check(CLASSES);
    }

    @Test
    void theModuleKnowsNoHttpNoLineageAndNoVerifier() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.quarkus..", "jakarta.ws..", "io.rowtrail.graph..", "io.rowtrail.verifier..")
                .check(CLASSES);
    }

    @Test
    void treeAndNotesArePureComputation() {
        noClasses()
                .that()
                .resideInAPackage("..merkle..")
                .should()
                .dependOnClassesThat()
                .resideOutsideOfPackages("java..", "org.jspecify..", "..merkle..")
                .check(CLASSES);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("io.rowtrail.audit.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void namesAreNouns() {
        noClasses()
                .should()
                .haveNameMatching(".*(Impl|Util|Utils|Helper|Manager)")
                .check(CLASSES);
    }
}
