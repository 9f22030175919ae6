package io.sessionfold.projector.mongo;

import static io.sessionfold.testkit.Events.appended;
import static io.sessionfold.testkit.Events.deleted;
import static io.sessionfold.testkit.Events.measured;
import static io.sessionfold.testkit.Events.metadata;
import static io.sessionfold.testkit.Events.redacted;
import static io.sessionfold.testkit.Events.target;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sessionfold.document.SessionDocument;
import io.sessionfold.event.SessionKey;
import io.sessionfold.journal.Change.Applied;
import io.sessionfold.session.Session;
import io.sessionfold.sink.WriteResult.Kind;
import io.sessionfold.testkit.Pieces;
import io.sessionfold.testkit.TestEvent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;

class SessionPlannerTest {
  private static final SessionKey KEY = SessionKey.of("s");

  private final Pieces journal = Pieces.withPagesOf(3);

  @Test
  void the_first_changes_are_one_insert_of_the_fold() {
    Plan.Write plan = write(new Stored.Nothing(), appended("main", "a"), appended("main", "b"));
    assertThat(plan.pages()).isEmpty();
    assertThat(plan.session()).isInstanceOf(SessionWrite.Insert.class);
    assertThat(SessionDocument.read(plan.session().body()).session())
        .isEqualTo(journal.session(KEY));
  }

  @Test
  void a_plain_append_is_one_update_that_reads_nothing() {
    given(appended("main", "a"));
    Plan.Write plan = write(assumed(), appended("main", "b"), appended("main", "c"));
    assertThat(plan.pages()).isEmpty();
    SessionWrite.Update update = (SessionWrite.Update) plan.session();
    assertThat(update.expected()).isEqualTo(1);
    assertThat(update.page()).isZero();
    assertThat(update.body().keySet()).containsExactlyInAnyOrder("$set", "$min", "$max", "$push");
    assertThat(update.body().getDocument("$push").keySet())
        .containsExactly("agents.main.messages", "sessionfold.messages");
    assertThat(update.body().getDocument("$set").keySet())
        .containsExactly("sessionfold.revision", "sessionfold.agents.main.messages");
  }

  @Test
  void metadata_needs_no_open_page() {
    given(appended("main", "a"));
    Plan.Write plan = write(assumed(), metadata().set("/k", 1));
    assertThat(((SessionWrite.Update) plan.session()).page()).isNull();
  }

  @Test
  void what_happens_to_a_message_within_the_batch_needs_nothing_read() {
    given(appended("main", "a"));
    Plan.Write plan = write(assumed(), appended("main", "secret"), redacted(target("main", 1)));
    assertThat(plan.session().body().toJson()).contains("[redacted]").doesNotContain("secret");
  }

  @Test
  void a_change_to_the_tail_needs_the_document() {
    given(appended("main", "a"));
    assertThat(plan(assumed(), redacted(target("main", 0)))).isInstanceOf(Plan.NeedsDocument.class);
  }

  @Test
  void a_page_that_closes_needs_the_document() {
    given(appended("main", "a"), appended("main", "b"));
    assertThat(plan(assumed(), appended("main", "c"), appended("main", "d")))
        .isInstanceOf(Plan.NeedsDocument.class);
  }

  @Test
  void a_page_that_must_have_closed_needs_the_document() {
    given(appended("main", "a"), appended("main", "b"), appended("main", "c"));
    Stored known = new Stored.Assumed(3, 0L);
    assertThat(plan(known, appended("main", "d"))).isInstanceOf(Plan.NeedsDocument.class);
  }

  @Test
  void that_the_document_is_needed_is_told_without_decoding_a_change() {
    given(appended("main", "a"), appended("main", "b"), appended("main", "c"));
    List<Applied> opens = undecodable(appended("main", "d"));
    assertThat(SessionPlanner.plan(KEY, opens, new Stored.Assumed(3, 0L), false))
        .isInstanceOf(Plan.NeedsDocument.class);
    List<Applied> redacts = undecodable(redacted(target("main", 3)));
    assertThat(SessionPlanner.plan(KEY, redacts, new Stored.Assumed(4, 1L), false))
        .isInstanceOf(Plan.NeedsDocument.class);
  }

  /** The change of an event, of a version whose data nobody reads. */
  private List<Applied> undecodable(TestEvent event) {
    Applied change = add(event).get(0);
    return List.of(
        new Applied(
            change.session(),
            change.revision(),
            change.type(),
            99,
            change.event(),
            change.seq(),
            change.agent(),
            change.index(),
            change.page(),
            change.createdAt(),
            change.newAgent(),
            change.data()));
  }

  @Test
  void a_batch_over_several_pages_writes_each_once_and_then_the_tail() {
    given(appended("main", "a"), appended("main", "b"));
    Plan.Write plan =
        write(
            read(),
            appended("main", "c"),
            appended("main", "d"),
            appended("main", "e"),
            appended("main", "f"),
            appended("main", "g"),
            measured(target("main", 0)).usage(1, 1));
    assertThat(plan.pages()).extracting(PageWrite::page).containsExactly(0L, 1L);
    assertThat(((PageWrite.Put) plan.pages().get(0)).revision()).isEqualTo(8);
    assertThat(((PageWrite.Put) plan.pages().get(1)).revision()).isEqualTo(7);
    assertThat(plan.openPage()).isEqualTo(2);
    assertThat(plan.session().body().getDocument("$set"))
        .containsKeys("sessionfold.page", "sessionfold.messages", "agents.main.messages");
    assertThat(plan.session().body()).doesNotContainKey("$push");
  }

  @Test
  void an_edit_of_a_stored_page_is_an_update_of_its_elements_under_its_own_fence() {
    given(appended("main", "a"), appended("main", "b"), appended("main", "c"));
    Plan.Write closing = write(read(), appended("main", "d"));
    BsonDocument page = ((PageWrite.Put) closing.pages().get(0)).document();
    BsonDocument head = SessionDocument.write(journal.session(KEY)).orElseThrow();
    Stored.Read stored = new Stored.Read(head);
    List<Applied> changes = add(redacted(target("main", 1)));
    assertThat(SessionPlanner.plan(KEY, changes, stored, false))
        .isEqualTo(new Plan.NeedsPages(Set.of(0L)));
    Plan.Write plan =
        (Plan.Write)
            SessionPlanner.plan(KEY, changes, stored.with(Map.of(0L, Optional.of(page))), false);
    PageWrite.Update update = (PageWrite.Update) plan.pages().get(0);
    assertThat(update.expected()).isEqualTo(4);
    assertThat(update.update().getDocument("$set").keySet())
        .containsExactly(
            "agents.main.messages.1", "sessionfold.messages.1", "sessionfold.revision");
  }

  @Test
  void a_page_that_is_missing_is_a_gap() {
    given(
        appended("main", "a"), appended("main", "b"), appended("main", "c"), appended("main", "d"));
    Stored.Read stored = read().with(Map.of(0L, Optional.empty()));
    Plan plan = plan(stored, redacted(target("main", 0)));
    assertThat(((Plan.Refuse) plan).refusal().kind()).isEqualTo(Kind.GAP);
  }

  @Test
  void a_deletion_writes_tombstones_for_every_page_there_could_be() {
    given(
        appended("main", "a"), appended("main", "b"), appended("main", "c"), appended("main", "d"));
    assertThat(plan(assumed(), deleted())).isInstanceOf(Plan.NeedsFence.class);
    Stored fence = new Stored.Assumed(4, 1L);
    List<Applied> deletion = journal.changes(KEY).subList(4, 5);
    Plan.Write plan = (Plan.Write) SessionPlanner.plan(KEY, deletion, fence, false);
    assertThat(plan.pages()).extracting(PageWrite::page).containsExactly(0L, 1L);
    assertThat(plan.session()).isInstanceOf(SessionWrite.Replace.class);
    assertThat(SessionDocument.deleted(plan.session().body())).isTrue();
  }

  @Test
  void a_plan_is_the_same_for_the_same_arguments() {
    given(appended("main", "a"), appended("main", "b"));
    Stored.Read stored = read();
    List<Applied> changes =
        add(appended("main", "c"), appended("main", "d"), redacted(target("main", 0)));
    assertThat(SessionPlanner.plan(KEY, changes, stored, false))
        .isEqualTo(SessionPlanner.plan(KEY, changes, stored, false));
  }

  @Test
  void changes_that_do_not_continue_the_stored_revision_are_not_planned() {
    given(appended("main", "a"));
    List<Applied> changes = journal.changes(KEY);
    assertThatThrownBy(() -> SessionPlanner.plan(KEY, changes, new Stored.Assumed(1, null), false))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private void given(TestEvent... events) {
    add(events);
  }

  private List<Applied> add(TestEvent... events) {
    int before = journal.changes(KEY).size();
    for (TestEvent event : events) {
      journal.add(KEY, event);
    }
    return journal.changes(KEY).subList(before, before + events.length);
  }

  private Stored assumed() {
    return new Stored.Assumed(journal.changes(KEY).size(), null);
  }

  private Stored.Read read() {
    Session session = journal.session(KEY);
    return new Stored.Read(SessionDocument.write(session).orElseThrow());
  }

  private Plan plan(Stored stored, TestEvent... events) {
    return SessionPlanner.plan(KEY, add(events), stored, false);
  }

  private Plan.Write write(Stored stored, TestEvent... events) {
    return (Plan.Write) plan(stored, events);
  }
}
