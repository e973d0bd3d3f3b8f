package dev.rondo.tests;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What may know what, beyond what the modules' dependencies enforce already. */
@AnalyzeClasses(packages = "dev.rondo", importOptions = DoNotIncludeTests.class)
class ModuleRuleTest {
  @ArchTest
  static final ArchRule ONLY_THE_SYNTAX_STAGE_KNOWS_ANTLR =
      noClasses()
          .that()
          .resideOutsideOfPackages("dev.rondo.compiler.syntax", "dev.rondo.grammar")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.antlr..", "dev.rondo.grammar");

  @ArchTest
  static final ArchRule ONLY_WHAT_WRITES_CLASSES_KNOWS_ASM =
      noClasses()
          .that()
          .resideOutsideOfPackages("dev.rondo.compiler.emit..", "dev.rondo.compiler.export..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.objectweb.asm..");

  @ArchTest
  static final ArchRule THE_RUNTIME_DEPENDS_ON_NOTHING =
      classes()
          .that()
          .resideInAPackage("dev.rondo.runtime..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("dev.rondo.runtime..", "java..", "jdk.incubator.vector..")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule NOTHING_KNOWS_THE_COMMAND =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.rondo.cli..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.rondo.cli..", "picocli..");

  @ArchTest
  static final ArchRule ONLY_THE_API_AND_THE_COMMAND_KNOW_COMPILER_AND_TRAINING =
      noClasses()
          .that()
          .resideOutsideOfPackages("dev.rondo", "dev.rondo.cli..", "dev.rondo.training..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.rondo.training..");

  @ArchTest
  static final ArchRule THE_COMMAND_LEAVES_THE_STAGES_TO_THE_API =
      noClasses()
          .that()
          .resideInAPackage("dev.rondo.cli..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.rondo.compiler.elaborate..",
              "dev.rondo.compiler.equations..",
              "dev.rondo.compiler.simplify..",
              "dev.rondo.compiler.differentiate..",
              "dev.rondo.compiler.schedule..",
              "dev.rondo.compiler.emit..",
              "dev.rondo.compiler.syntax..");
}
