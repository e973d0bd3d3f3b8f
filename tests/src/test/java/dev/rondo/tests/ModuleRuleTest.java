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
  static final ArchRule ONLY_THE_EMIT_STAGE_KNOWS_ASM =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.rondo.compiler.emit..")
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
}
