package io.sessionfold.chaos;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class IndependenceTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.sessionfold");

  @Test
  void the_oracle_shares_no_code_with_the_product() {
    noClasses()
        .that()
        .resideInAPackage("io.sessionfold.chaos.oracle..")
        .should()
        .dependOnClassesThat()
        .resideOutsideOfPackages(
            "io.sessionfold.chaos.oracle..",
            "io.sessionfold.chaos.load",
            "java..",
            "com.fasterxml.jackson..",
            "com.mongodb..",
            "org.bson..",
            "org.apache.kafka..",
            "org.jspecify..")
        .because("a judge who uses the code that it judges repeats its errors: work it out anew")
        .check(CLASSES);
  }

  @Test
  void the_producers_share_no_code_with_the_product() {
    noClasses()
        .that()
        .resideInAPackage("io.sessionfold.chaos.load..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.sessionfold.event..",
            "io.sessionfold.json..",
            "io.sessionfold.ingest..",
            "io.sessionfold.sequence..")
        .because("a producer in another language has no library of ours: write events by hand")
        .check(CLASSES);
  }
}
