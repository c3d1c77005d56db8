package io.rowtrail.service;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.HttpMethod;
import java.util.List;
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

    @Test
    void everyCallNamesTheRolesThatMayMakeIt() {
        List<JavaMethod> calls = CLASSES.stream()
                .flatMap(type -> type.getMethods().stream())
                .filter(method -> method.isMetaAnnotatedWith(HttpMethod.class))
                .toList();
        assertThat(calls).hasSizeGreaterThan(40);
        assertThat(calls)
                .filteredOn(call -> !call.isAnnotatedWith(RolesAllowed.class)
                        && !call.getOwner().isAnnotatedWith(RolesAllowed.class))
                .as("calls that name no role")
                .isEmpty();
        noMethods().should().beAnnotatedWith(PermitAll.class).check(CLASSES);
        noClasses().should().beAnnotatedWith(PermitAll.class).check(CLASSES);
    }
}
