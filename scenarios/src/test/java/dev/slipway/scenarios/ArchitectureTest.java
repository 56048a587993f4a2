package dev.slipway.scenarios;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The arrows between the modules, and what the pure ones keep away from. */
class ArchitectureTest {

    private static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.slipway");

    @Test
    void modules_dependOnlyOnThoseBelowThem() {
        layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage("dev.slipway..")
                .layer("kernel")
                .definedBy("dev.slipway.kernel..")
                .layer("actions")
                .definedBy("dev.slipway.actions..")
                .layer("delivery")
                .definedBy("dev.slipway.delivery..")
                .layer("promql")
                .definedBy("dev.slipway.promql..")
                .layer("observe")
                .definedBy("dev.slipway.observe..")
                .layer("containers")
                .definedBy("dev.slipway.containers..")
                .layer("runner")
                .definedBy("dev.slipway.runner..")
                .layer("platforms")
                .definedBy("dev.slipway.platforms..")
                .layer("edge")
                .definedBy("dev.slipway.edge..")
                .layer("store")
                .definedBy("dev.slipway.store..")
                .layer("server")
                .definedBy("dev.slipway.server..")
                .layer("cli")
                .definedBy("dev.slipway.cli..")
                .layer("testkit")
                .definedBy("dev.slipway.testkit..")
                .whereLayer("actions")
                .mayOnlyBeAccessedByLayers("runner", "store", "server")
                .whereLayer("delivery")
                .mayOnlyBeAccessedByLayers("platforms", "store", "server")
                .whereLayer("promql")
                .mayOnlyBeAccessedByLayers("observe", "store", "server")
                .whereLayer("observe")
                .mayOnlyBeAccessedByLayers("store", "server")
                .whereLayer("containers")
                .mayOnlyBeAccessedByLayers("runner", "platforms", "server")
                .whereLayer("runner")
                .mayOnlyBeAccessedByLayers("server")
                .whereLayer("platforms")
                .mayOnlyBeAccessedByLayers("server")
                .whereLayer("store")
                .mayOnlyBeAccessedByLayers("server")
                .whereLayer("edge")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("server")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("cli")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("testkit")
                .mayNotBeAccessedByAnyLayer()
                .check(ALL);
    }

    @Test
    void pureModules_readNoClockStartNoThreadAndDoNoInput() {
        noClasses()
                .that()
                .resideInAnyPackage("dev.slipway.actions..", "dev.slipway.delivery..", "dev.slipway.promql..")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.lang.Thread")
                .orShould()
                .dependOnClassesThat()
                .resideInAnyPackage("java.nio.file..", "java.net..", "java.util.concurrent.locks..")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .check(ALL);
    }

    @Test
    void packages_formNoCycles() {
        slices().matching("dev.slipway.(**)").should().beFreeOfCycles().check(ALL);
    }

    @Test
    void names_sayWhatThingsAre() {
        noClasses()
                .should()
                .haveSimpleNameEndingWith("Manager")
                .orShould()
                .haveSimpleNameEndingWith("Helper")
                .orShould()
                .haveSimpleNameEndingWith("Util")
                .orShould()
                .haveSimpleNameEndingWith("Utils")
                .orShould()
                .haveSimpleNameEndingWith("Impl")
                .check(ALL);
    }

    @Test
    void command_knowsOnlyTheKernel() {
        classes()
                .that()
                .resideInAPackage("dev.slipway.cli..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "dev.slipway.cli..",
                        "dev.slipway.kernel..",
                        "java..",
                        "picocli..",
                        "tools.jackson..",
                        "com.fasterxml.jackson.annotation..",
                        "org.jspecify..")
                .check(ALL);
    }
}
