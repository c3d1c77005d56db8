package io.rowtrail.service;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The house's rules for this module. */
class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.rowtrail.service");

    @Test
    void packagesDoNotDependOnEachOtherInCircles() {
        slices().matching("io.rowtrail.service.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void onlyWiringKnowsTechnologyOfOtherModules() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.rowtrail.service.projector..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.rowtrail.graph.neo4j..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideOutsideOfPackage("io.rowtrail.service.log..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.rowtrail.audit.postgres..")
                .check(CLASSES);
    }

    @Test
    void nothingIsCalledImplUtilHelperOrManager() {
        noClasses()
                .should()
                .haveNameMatching(".*(Impl|Util|Utils|Helper|Manager)$")
                .check(CLASSES);
        classes().should().resideInAPackage("io.rowtrail.service..").check(CLASSES);
    }
}
