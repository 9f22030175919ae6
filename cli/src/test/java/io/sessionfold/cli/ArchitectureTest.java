package io.sessionfold.cli;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.sessionfold.sequence.Digest128;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The structure that docs/architecture.md describes. Each rule says why it is there and what to do
 * instead.
 */
class ArchitectureTest {
  private static final String ROOT = "io.sessionfold";
  private static final String INGEST = ROOT + ".ingest..";
  private static final String PROJECTOR = ROOT + ".projector..";
  private static final String QUERY = ROOT + ".query..";
  private static final String HTTP = ROOT + ".http..";
  private static final String EMBEDDED = ROOT + ".embedded..";
  private static final String TESTKIT = ROOT + ".testkit..";
  private static final String CLI = ROOT + ".cli..";
  private static final String KAFKA = "org.apache.kafka..";
  private static final String DRIVER = "com.mongodb..";

  /** Modules that have a package of their own; all other packages are those of common. */
  private static final String[] OTHER_MODULES = {
    INGEST, PROJECTOR, QUERY, HTTP, EMBEDDED, TESTKIT, CLI
  };

  private static final DescribedPredicate<JavaClass> COMMON =
      DescribedPredicate.not(resideInAnyPackage(OTHER_MODULES))
          .and(resideInAPackage(ROOT + ".."))
          .as("in module common");

  /** The folds and what they fold: what they answer depends on their arguments alone. */
  private static final String[] FOLDS = {
    ROOT + ".session..", ROOT + ".event..", ROOT + ".journal..", ROOT + ".sequence.."
  };

  private static final String PURE =
      "a fold is repeated in every process and in every rebuild, and must give the same session"
          + " each time. Hand it over as an argument or a fact in the event";

  private static JavaClasses classes;

  @BeforeAll
  static void read() {
    classes =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);
  }

  static Stream<Arguments> directions() {
    return Stream.of(
        Arguments.of(
            INGEST,
            new String[] {PROJECTOR, QUERY, HTTP, EMBEDDED, TESTKIT, CLI},
            "publishers run inside agents, which carry nothing of the pipeline. What both need"
                + " belongs into common"),
        Arguments.of(
            PROJECTOR,
            new String[] {INGEST, QUERY, HTTP, EMBEDDED, TESTKIT, CLI},
            "writing knows nothing of reading and publishing: they meet in the log and in the"
                + " stores. A format that both know belongs into common"),
        Arguments.of(
            QUERY,
            new String[] {INGEST, PROJECTOR, HTTP, EMBEDDED, TESTKIT, CLI},
            "reading knows nothing of writing: they meet in the stores. A format that both know"
                + " belongs into common"),
        Arguments.of(
            HTTP,
            new String[] {PROJECTOR, EMBEDDED, TESTKIT, CLI},
            "the service publishes and reads as everyone does, through ingest and query. What it"
                + " tells of the pipeline is handed to it by cli"),
        Arguments.of(
            EMBEDDED,
            new String[] {
              INGEST, PROJECTOR, QUERY, HTTP, TESTKIT, CLI, ROOT + ".event..", ROOT + ".json.."
            },
            "a broker and a MongoDB know nothing of sessions. What joins them with ours belongs"
                + " into cli, or for tests into testkit"),
        Arguments.of(
            TESTKIT,
            new String[] {INGEST, PROJECTOR, QUERY, HTTP, CLI},
            "the tests of those modules use testkit. A fixture that needs one of them belongs into"
                + " that module's own tests"),
        Arguments.of(
            CLI,
            new String[] {TESTKIT},
            "what is delivered carries no fixtures. Move what is needed into embedded or common"));
  }

  @ParameterizedTest
  @MethodSource("directions")
  void modules_depend_in_one_direction(String module, String[] others, String reason) {
    ArchRule rule =
        noClasses()
            .that()
            .resideInAPackage(module)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(others)
            .because(reason);
    rule.check(classes);
  }

  @Test
  void common_depends_on_no_other_module_and_on_neither_kafka_nor_the_driver() {
    noClasses()
        .that(COMMON)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            Stream.concat(Stream.of(OTHER_MODULES), Stream.of(KAFKA, DRIVER))
                .toArray(String[]::new))
        .because(
            "everything depends on common, agents included. Keep the format here, and the client"
                + " that moves it in ingest, projector or query")
        .check(classes);
  }

  @Test
  void the_driver_is_not_used_by_publishers() {
    noClasses()
        .that()
        .resideInAPackage(INGEST)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(DRIVER, "org.bson..")
        .because("an event goes to Kafka and nowhere else. What is stored is a sink's affair")
        .check(classes);
  }

  @Test
  void no_package_is_in_two_modules() {
    Map<String, TreeSet<String>> places = new TreeMap<>();
    for (JavaClass each : classes) {
      String file = each.getName().replace('.', '/') + ".class";
      String place = each.getSource().orElseThrow().getUri().toString().replace(file, "");
      places.computeIfAbsent(each.getPackageName(), p -> new TreeSet<>()).add(place);
    }
    assertThat(places)
        .as("a package has one home. Move the classes, or give the new ones a package of their own")
        .hasSizeGreaterThan(20)
        .allSatisfy((name, modules) -> assertThat(modules).as(name).hasSize(1));
  }

  @Test
  void folds_have_no_clock() {
    noClasses()
        .that()
        .resideInAnyPackage(FOLDS)
        .should()
        .accessTargetWhere(isAccessTo("a clock", ArchitectureTest::isClock))
        .because(PURE + ": the event's time, or recorded_at")
        .check(classes);
  }

  @Test
  void folds_have_no_random() {
    noClasses()
        .that()
        .resideInAnyPackage(FOLDS)
        .should()
        .accessTargetWhere(isAccessTo("chance", ArchitectureTest::isRandom))
        .because(PURE)
        .check(classes);
  }

  @Test
  void folds_do_no_input_or_output_and_log_nothing() {
    noClasses()
        .that()
        .resideInAnyPackage(FOLDS)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.io..", "java.nio.file..", "java.nio.channels..", "java.net..", "org.slf4j..")
        .because(PURE + ". Who calls the fold reads, writes and logs")
        .check(classes);
  }

  @Test
  void folds_have_no_threads_and_no_memory_of_their_own() {
    noClasses()
        .that()
        .resideInAnyPackage(FOLDS)
        // A MessageDigest is dear to make, and its own state ends with each digest.
        .and()
        .doNotBelongToAnyOf(Digest128.class)
        .should()
        .dependOnClassesThat(
            resideInAPackage("java.util.concurrent..")
                .or(JavaClass.Predicates.assignableTo(ThreadLocal.class))
                .or(JavaClass.Predicates.assignableTo(Thread.class)))
        .because(PURE + ". State is a value that comes in and goes out")
        .check(classes);
  }

  @Test
  void every_package_says_what_it_is_for_and_is_null_marked() {
    List<String> without =
        classes.stream()
            .map(JavaClass::getPackage)
            .distinct()
            .filter(each -> each.tryGetAnnotationOfType(NullMarked.class).isEmpty())
            .map(JavaPackage::getName)
            .sorted()
            .toList();
    assertThat(without)
        .as("packages without a package-info.java that says what they are for, @NullMarked")
        .isEmpty();
  }

  @Test
  void names_say_what_a_type_is() {
    Pattern banned =
        Pattern.compile(
            ".*(Handler|Manager|Helper|Utils?|ServiceImpl|Dto|DTO|Engine|Snapshotter)"
                + "(?![a-z]).*");
    assertThat(classes.stream().map(JavaClass::getSimpleName))
        .as("names that say nothing. Name what it is: the words are in docs/architecture.md")
        .hasSizeGreaterThan(100)
        .noneMatch(name -> banned.matcher(name).matches());
  }

  private static DescribedPredicate<JavaAccess<?>> isAccessTo(
      String what, Predicate<JavaAccess<?>> test) {
    return DescribedPredicate.describe(what, test);
  }

  private static boolean isClock(JavaAccess<?> access) {
    String owner = access.getTargetOwner().getName();
    String name = access.getTarget().getName();
    return owner.equals("java.time.Clock")
        || (owner.startsWith("java.time.") && name.equals("now"))
        || (owner.equals("java.lang.System")
            && Arrays.asList("currentTimeMillis", "nanoTime").contains(name))
        || (owner.equals("java.util.Date") && name.equals("<init>"));
  }

  private static boolean isRandom(JavaAccess<?> access) {
    String owner = access.getTargetOwner().getName();
    String name = access.getTarget().getName();
    return owner.startsWith("java.util.random.")
        || owner.equals("java.util.Random")
        || owner.endsWith("SecureRandom")
        || owner.endsWith("ThreadLocalRandom")
        || (owner.equals("java.util.UUID") && name.equals("randomUUID"))
        || (owner.equals("java.lang.Math") && name.equals("random"));
  }
}
