package io.sessionfold.testkit;

import static io.sessionfold.testkit.Events.AGENT;
import static io.sessionfold.testkit.Events.appended;
import static io.sessionfold.testkit.Events.closed;
import static io.sessionfold.testkit.Events.feedback;
import static io.sessionfold.testkit.Events.guardrail;
import static io.sessionfold.testkit.Events.measured;
import static io.sessionfold.testkit.Events.metadata;
import static io.sessionfold.testkit.Events.redacted;
import static io.sessionfold.testkit.Events.replaced;
import static io.sessionfold.testkit.Events.started;
import static io.sessionfold.testkit.Events.synced;
import static io.sessionfold.testkit.Events.target;
import static io.sessionfold.testkit.Scenario.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.sessionfold.journal.Change.Applied;
import io.sessionfold.journal.RejectionCode;
import io.sessionfold.json.JsonText;
import io.sessionfold.sequence.Limits;
import io.sessionfold.session.Message;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every limit: what is at it is applied, what is one beyond it is rejected as {@code limit}. */
class LimitsTest {
  private static final Set<String> PAGE_BOUNDS = Set.of("pageMessages", "pageBytes");
  private static final TestEvent MESSAGE = appended("hi").id("m");
  private static final TestEvent SESSION = started();
  private static final TestEvent ANNOTATION = feedback("up");

  /** With that limit, all of {@code within} are applied, and the last of {@code beyond} is not. */
  record Attempt(String limit, int value, List<TestEvent> within, List<TestEvent> beyond) {
    @Override
    public String toString() {
      return limit + " = " + value + ": " + beyond.get(beyond.size() - 1).type().wireName();
    }
  }

  static Stream<Attempt> attempts() {
    return Stream.of(ofOneEvent(), ofSeveralEvents(), ofOnePage()).flatMap(attempts -> attempts);
  }

  private static Stream<Attempt> ofOneEvent() {
    return Stream.of(
        attempt("eventBytes", 2000, size -> padded(MESSAGE, size)),
        attempt("idBytes", 8, size -> MESSAGE.id("\u20ac" + "i".repeat(size - 3))),
        attempt("idBytes", 8, size -> MESSAGE.from("s".repeat(size))),
        attempt("idBytes", 8, size -> ANNOTATION.with("target", target("e".repeat(size)))),
        attempt("idBytes", 8, size -> ANNOTATION.with("target", target("e", "s".repeat(size)))),
        attempt("nameChars", 3, size -> SESSION.with("user", "\ud83d\ude00".repeat(size))),
        attempt("nameChars", 3, size -> SESSION.with("application", "a".repeat(size))),
        attempt("nameChars", 3, size -> MESSAGE.with("turn", "t".repeat(size))),
        attempt("nameChars", 3, size -> MESSAGE.model("m".repeat(size))),
        attempt("nameChars", 3, size -> synced(AGENT).with("model", "m".repeat(size))),
        attempt("stringBytes", 8, size -> SESSION.with("title", "x".repeat(size))),
        attempt("stringBytes", 8, size -> SESSION.with("session_type", "x".repeat(size))),
        attempt("stringBytes", 8, size -> SESSION.with("title", escaped(size))),
        attempt("stringBytes", 8, size -> closed().with("reason", "x".repeat(size))),
        attempt("stringBytes", 8, size -> MESSAGE.with("finish_reason", "x".repeat(size))),
        attempt("stringBytes", 8, size -> ANNOTATION.with("comment", "x".repeat(size))),
        attempt("stringBytes", 8, size -> guardrail("x").with("action", "x".repeat(size))),
        attempt("stringBytes", 8, size -> guardrail("x").with("stop_reason", "x".repeat(size))),
        attempt("extBytes", 20, size -> MESSAGE.with("ext", object(size))),
        attempt("extBytes", 20, size -> ANNOTATION.with("ext", object(size))),
        attempt("policiesBytes", 20, size -> guardrail("x").with("policies_triggered", list(size))),
        attempt("metadataBytes", 40, size -> SESSION.with("metadata", object(size))),
        attempt("metadataBytes", 40, size -> metadata().with("set", pointers(size))),
        attempt(
            "metadataBytes", 40, size -> metadata().with("unset", List.of("/" + text(size - 3)))),
        attempt("agentDataBytes", 40, size -> synced(AGENT).with("state", object(size))));
  }

  private static Stream<Attempt> ofSeveralEvents() {
    TestEvent usage = MESSAGE.usage(1, 1);
    TestEvent prompt = synced("a").with("system_prompt", text(20));
    return Stream.of(
        after(
            "metadataBytes",
            50,
            metadata().set("/a", text(24)),
            size -> metadata().set("/b", text(size - 35))),
        after("agentDataBytes", 40, prompt, size -> synced("a").with("model", text(size - 20))),
        after("agentsDataBytes", 40, prompt, size -> synced("b").with("model", text(size - 20))),
        after("agents", 1, prompt, agents -> appended(agents == 1 ? "a" : "b", "hi")),
        after("agents", 1, appended("a", "hi"), agents -> synced(agents == 1 ? "a" : "b")),
        after("models", 1, usage.model("1"), model -> appended("x").usage(1, 1).model("" + model)),
        new Attempt(
            "feedbacks",
            2,
            List.of(ANNOTATION, ANNOTATION),
            List.of(ANNOTATION, ANNOTATION, ANNOTATION)),
        new Attempt("guardrailEvents", 0, List.of(ANNOTATION), List.of(guardrail("x"))),
        after(
            "feedbackAndGuardrailBytes",
            100,
            ANNOTATION,
            size -> padded(guardrail("x"), size - 15)));
  }

  private static Stream<Attempt> ofOnePage() {
    TestEvent loops = measured(target("m"));
    String name = "event_loop_metrics";
    return Stream.of(
        after("replacementBytes", 60, MESSAGE, size -> replaced(target("m"), said(size))),
        after("replacementBytes", 60, MESSAGE, size -> redacted(target("m"), said(size))),
        after("eventLoopMetricsBytes", 20, MESSAGE, size -> loops.with(name, object(size))),
        after("pageAdditionsBytes", 60, MESSAGE, size -> replaced(target("m"), said(size))),
        after("pageAdditionsBytes", 60, MESSAGE, size -> loops.with(name, object(size))));
  }

  @ParameterizedTest
  @MethodSource("attempts")
  void what_is_at_a_limit_is_applied_and_what_is_beyond_is_rejected(Attempt attempt) {
    Limits limits = SmallLimits.of(attempt.limit(), attempt.value());
    TestEvent[] within = attempt.within().toArray(TestEvent[]::new);
    Journal journal = Journal.of(EventLog.of(within).records(), limits);
    assertThat(journal.changes()).allMatch(Applied.class::isInstance);
    int last = attempt.beyond().size() - 1;
    given(attempt.beyond().subList(0, last).toArray(TestEvent[]::new))
        .with(limits)
        .when(attempt.beyond().get(last))
        .thenRejected(RejectionCode.LIMIT);
  }

  @Test
  void every_limit_is_attempted() {
    Set<String> attempted = attempts().map(Attempt::limit).collect(Collectors.toSet());
    assertThat(List.of(Limits.class.getRecordComponents()))
        .map(RecordComponent::getName)
        .allMatch(name -> attempted.contains(name) || PAGE_BOUNDS.contains(name));
  }

  @Test
  void a_redaction_beyond_what_a_page_may_add_is_applied_with_the_default_text() {
    Limits limits = SmallLimits.of("pageAdditionsBytes", 100);
    TestEvent first = redacted(target("m"), "first").with("reason", "r");
    given(MESSAGE, first)
        .with(limits)
        .when(redacted(target("m"), "second").with("reason", "another"))
        .then(
            session -> {
              Message message = session.messages().get(0);
              assertThat(message.message().toString())
                  .isEqualTo("{\"role\":\"user\",\"content\":\"[redacted]\"}");
              assertThat(message.redactMessage()).isEqualTo(message.message());
              assertThat(message.redaction()).isNull();
            })
        .thenApplied(change -> assertThat(change.data().toString()).doesNotContain("second"));
  }

  @Test
  void what_a_page_may_add_is_counted_for_each_page() {
    Limits limits = SmallLimits.of("pageAdditionsBytes", 60).withPages(1, 1000);
    given(MESSAGE, appended("on page 1").id("n"), replaced(target("m"), said(60)))
        .with(limits)
        .when(replaced(target("n"), said(60)))
        .thenApplied(change -> assertThat(change.page()).isEqualTo(1));
  }

  @Test
  void metadata_that_shrinks_is_taken_whatever_its_size() {
    EventLog log = EventLog.of(metadata().set("/a", text(40)).set("/b", text(30)));
    log.append(metadata().unset("/b"), metadata().set("/a", text(39)));
    Journal journal = Journal.of(log.records(), SmallLimits.of("metadataBytes", 100));
    assertThat(journal.changes()).hasSize(3).allMatch(Applied.class::isInstance);
  }

  @Test
  void the_members_of_feedback_that_are_not_ours_have_no_limit_of_their_own() {
    given()
        .when(ANNOTATION.with("user", "u".repeat(300)).with("title", "t".repeat(5000)))
        .then(s -> {});
  }

  private static Attempt attempt(String limit, int value, IntFunction<TestEvent> event) {
    return new Attempt(limit, value, List.of(event.apply(value)), List.of(event.apply(value + 1)));
  }

  private static Attempt after(
      String limit, int value, TestEvent first, IntFunction<TestEvent> event) {
    return new Attempt(
        limit, value, List.of(first, event.apply(value)), List.of(first, event.apply(value + 1)));
  }

  /** Text whose JSON has that many bytes. */
  private static String text(int bytes) {
    return "x".repeat(bytes - 2);
  }

  /** A string of so many characters, each in six. */
  private static JsonText escaped(int characters) {
    return Json.parse("\"" + "\\u0041".repeat(characters) + "\"");
  }

  /** Text of a user's message whose JSON has that many bytes. */
  private static String said(int bytes) {
    return "x".repeat(bytes - Json.object("role", "user", "content", "").utf8Length());
  }

  private static JsonText object(int bytes) {
    return Json.object("k", text(bytes - 6));
  }

  private static JsonText pointers(int bytes) {
    return Json.object("/k", text(bytes - 7));
  }

  private static JsonText list(int bytes) {
    return Json.of(List.of(text(bytes - 2)));
  }

  private static TestEvent padded(TestEvent event, int bytes) {
    int without = event.with("ext", Json.object("k", "")).data().utf8Length();
    return event.with("ext", Json.object("k", "x".repeat(bytes - without)));
  }
}
