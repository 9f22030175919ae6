package io.sessionfold.query;

import static io.sessionfold.testkit.Events.appended;
import static io.sessionfold.testkit.Events.deleted;
import static io.sessionfold.testkit.Events.feedback;
import static io.sessionfold.testkit.Events.guardrail;
import static io.sessionfold.testkit.Events.started;
import static io.sessionfold.testkit.Events.synced;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sessionfold.event.SessionKey;
import io.sessionfold.json.JsonText;
import io.sessionfold.query.export.ChatExport;
import io.sessionfold.query.valid.Repair;
import io.sessionfold.query.valid.StrictPairs;
import io.sessionfold.query.valid.Talks;
import io.sessionfold.query.valid.ValidMessage;
import io.sessionfold.query.valid.ValidView;
import io.sessionfold.session.Message;
import io.sessionfold.testkit.EventLog;
import io.sessionfold.testkit.Journal;
import io.sessionfold.testkit.Json;
import io.sessionfold.testkit.MongoBackend;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The view valid, the timeline and the export of sessions on pages of three messages. */
abstract class ViewsContract extends ReaderContract {
  private static final SessionKey S = EventLog.SESSION;
  private static final Freshness ANY = Freshness.any();

  ViewsContract(MongoBackend backend) {
    super(backend);
  }

  @Override
  Projection project() {
    return new Projection(mongo, 2).activate(1);
  }

  /** Several talks of one agent, one after the other, between them what a guest says. */
  private Journal written() {
    EventLog log = EventLog.of(started());
    for (int seed = 1; seed < 5; seed++) {
      for (JsonText message : Talks.talk(seed)) {
        boolean system = message.toString().contains("\"system\"");
        if (seed == 1 || !system) {
          log.append(appended("host", message));
        }
        if (message.toString().length() % 5 == 0) {
          log.append(appended("guest", "hm"));
        }
      }
    }
    Journal journal = Journal.of(log);
    projection.write(journal);
    return journal;
  }

  private static List<Message> host(Journal journal) {
    return journal.session().messages().stream().filter(m -> m.agent().equals("host")).toList();
  }

  @Test
  void the_whole_view_is_the_view_of_all_messages() {
    Journal journal = written();
    ValidMessages valid = reader.valid(S, ValidQuery.of("host"), ANY);
    assertThat(valid.messages()).isEqualTo(ValidView.of(host(journal)).messages());
    assertThat(valid.repairs()).isEmpty();
    assertThat(valid.revision()).isEqualTo(journal.session().revision());
    assertThat(valid.more()).isFalse();
    assertThat(valid.cursor()).isEqualTo(host(journal).get(0).seq());
  }

  @Test
  void a_window_widens_to_the_beginning_of_a_turn_and_keeps_what_the_system_said() {
    List<Message> all = host(written());
    for (int last = 1; last <= all.size() + 1; last++) {
      ValidMessages valid = reader.valid(S, ValidQuery.of("host").last(last), ANY);
      int from = Math.max(all.size() - last, 0);
      int start = from;
      while (start > 0 && !ValidView.startsTurn(all.get(start))) {
        start--;
      }
      List<Message> expected = new ArrayList<>(all.subList(start, all.size()));
      if (start > 0) {
        expected.add(0, all.get(0));
      }
      assertThat(originals(valid)).as("last %s", last).isEqualTo(expected);
      assertThat(kinds(valid))
          .isEqualTo(start < from ? List.of(Repair.Kind.WINDOW_WIDENED) : List.of());
      assertThat(valid.more()).isEqualTo(start > 1);
    }
  }

  @Test
  void windows_from_the_end_to_the_beginning_are_the_conversation() {
    List<Message> all = host(written());
    List<Message> found = new ArrayList<>();
    ValidQuery query = ValidQuery.of("host").last(4);
    ValidMessages valid;
    do {
      valid = reader.valid(S, query, ANY);
      List<Message> window = new ArrayList<>(originals(valid));
      if (valid.more()) {
        window.remove(0);
      }
      found.addAll(0, window);
      query = query.before(valid.cursor());
    } while (valid.more());
    assertThat(withoutFirst(found)).isEqualTo(withoutFirst(all));
  }

  /** What the system said stands in front of every window, the oldest one included. */
  private static List<Message> withoutFirst(List<Message> messages) {
    return messages.stream().filter(m -> m.index() > 0).toList();
  }

  @Test
  void a_window_that_ends_within_a_turn_ends_before_it() {
    List<Message> all = host(written());
    StrictPairs pairs = new StrictPairs();
    for (int end = 0; end <= all.size(); end++) {
      long before = end == all.size() ? Long.MAX_VALUE : all.get(end).seq();
      ValidMessages valid = reader.valid(S, ValidQuery.of("host").last(2).before(before), ANY);
      List<String> texts = valid.messages().stream().map(m -> m.message().toString()).toList();
      assertThat(pairs.violations("openai.chat", texts)).isEmpty();
      assertThat(kinds(valid)).doesNotContain(Repair.Kind.CALL_ANSWERED);
      boolean whole = end == 0 || end == all.size() || ValidView.startsTurn(all.get(end));
      assertThat(kinds(valid).contains(Repair.Kind.WINDOW_NARROWED)).isEqualTo(!whole);
    }
  }

  @Test
  void a_window_after_a_message_begins_with_the_next_turn() {
    List<Message> all = host(written());
    for (int start = 0; start < all.size() - 1; start++) {
      ValidMessages valid = reader.valid(S, ValidQuery.of("host").after(all.get(start).seq()), ANY);
      int turn = start + 1;
      while (turn < all.size() && !ValidView.startsTurn(all.get(turn))) {
        turn++;
      }
      List<Message> expected = new ArrayList<>(all.subList(turn, all.size()));
      expected.add(0, all.get(0));
      assertThat(originals(valid)).as("after %s", start).isEqualTo(expected);
      assertThat(kinds(valid).contains(Repair.Kind.CUT_TO_TURN)).isEqualTo(turn > start + 1);
      assertThat(valid.more()).isFalse();
    }
    long middle = all.get(all.size() / 2).seq();
    assertThat(reader.valid(S, ValidQuery.of("host").after(middle).last(1), ANY).more()).isTrue();
  }

  @Test
  void an_agent_goes_on_where_its_conversation_manager_left_it() {
    EventLog log = EventLog.of(started());
    for (int i = 0; i < 10; i++) {
      log.append(appended("main", "question " + i));
    }
    JsonText state =
        Json.object(
            "__name__",
            "SummarizingConversationManager",
            "removed_message_count",
            7,
            "summary_message",
            Json.object("role", "user", "content", "so far"));
    log.append(synced("main").with("conversation_manager_state", state));
    Journal journal = Journal.of(log);
    projection.write(journal);
    ValidMessages valid = reader.valid(S, ValidQuery.all().resumed(), ANY);
    assertThat(valid.messages().get(0).message())
        .isEqualTo(Json.object("role", "user", "content", "so far"));
    assertThat(valid.messages().subList(1, 4).stream().map(ValidMessage::original).toList())
        .isEqualTo(journal.session().messages().subList(7, 10));
    assertThat(kinds(valid))
        .containsExactly(Repair.Kind.REMOVED_BY_MANAGER, Repair.Kind.SUMMARY_PREPENDED);
    ValidMessages other = reader.valid(S, ValidQuery.of("main").resumed("Sliding"), ANY);
    assertThat(originals(other)).hasSize(10);
    assertThat(kinds(other)).containsExactly(Repair.Kind.MANAGER_CHANGED);
  }

  @Test
  void an_agent_must_be_named_where_there_are_several() {
    written();
    assertThatThrownBy(() -> reader.valid(S, ValidQuery.all(), ANY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[host, guest]");
    assertThat(reader.valid(S, ValidQuery.of("nobody"), ANY).messages()).isEmpty();
    assertThat(reader.valid(SessionKey.of("never"), ValidQuery.all(), ANY))
        .isEqualTo(ValidMessages.NONE);
  }

  @Test
  void pages_of_a_timeline_are_the_timeline_in_both_directions() {
    // More pages of documents than are read at once.
    Journal journal = Journal.of(log(240));
    projection.write(journal);
    assertThat(journal.session().messages().size()).isGreaterThan(3 * SessionDocuments.AT_ONCE);
    List<TimelineEntry> expected = SessionTimeline.of(journal.session());
    for (boolean newest : new boolean[] {false, true}) {
      for (int limit : new int[] {7, 100, 1000}) {
        List<TimelineEntry> found = paged(TimelineQuery.all().newestFirst(newest).limit(limit));
        if (newest) {
          Collections.reverse(found);
        }
        assertThat(found).as("%s, newest first: %s", limit, newest).isEqualTo(expected);
      }
    }
  }

  private List<TimelineEntry> paged(TimelineQuery first) {
    List<TimelineEntry> found = new ArrayList<>();
    TimelineQuery query = first;
    TimelinePage page;
    do {
      page = reader.timeline(S, query, ANY);
      assertThat(page.entries()).hasSizeLessThanOrEqualTo(query.limit());
      found.addAll(page.entries());
      query = query.cursor(page.cursor());
    } while (page.more());
    return found;
  }

  @Test
  void a_cursor_of_a_timeline_survives_what_is_appended() {
    EventLog log = log(20);
    Journal journal = Journal.of(log);
    projection.write(journal);
    TimelineQuery query = TimelineQuery.all().limit(9);
    TimelinePage first = reader.timeline(S, query, ANY);
    int before = journal.changes().size();
    for (int i = 0; i < 12; i++) {
      log.append(appended("later " + i));
      journal.append(log.last());
    }
    projection.write(journal.batch(before, journal.changes().size()));
    List<TimelineEntry> found = new ArrayList<>(first.entries());
    found.addAll(paged(query.cursor(first.cursor())));
    assertThat(found).isEqualTo(SessionTimeline.of(journal.session()));
  }

  @Test
  void a_session_that_is_deleted_has_no_timeline() {
    projection.write(Journal.of(log(10).append(deleted())));
    assertThat(reader.timeline(S, TimelineQuery.all(), ANY)).isEqualTo(TimelinePage.NONE);
  }

  /** Events of clocks that go back and forth. */
  private static EventLog log(int events) {
    EventLog log = EventLog.of(started());
    Random random = new Random(events);
    for (int i = 0; i < events; i++) {
      var event =
          switch (random.nextInt(5)) {
            case 0 -> feedback("up");
            case 1 -> guardrail("blocked");
            default -> appended("a" + random.nextInt(2), "message " + i);
          };
      log.append(event.at(EventLog.BEGINNING.minus(Duration.ofMillis(random.nextInt(20)))));
    }
    return log;
  }

  @Test
  void the_export_has_a_line_for_each_agent() {
    Journal journal = written();
    List<JsonText> lines = ChatExport.withoutReasoning().lines(reader, S, ANY).toList();
    assertThat(lines).hasSize(2);
    assertThat(lines.get(0).members().get("messages").elements()).hasSize(host(journal).size());
    assertThat(lines.get(1).toString())
        .startsWith("{\"messages\":[{\"role\":\"user\",\"content\":\"hm\"}");
  }

  private static List<Message> originals(ValidMessages valid) {
    return valid.messages().stream().map(ValidMessage::original).filter(m -> m != null).toList();
  }

  private static List<Repair.Kind> kinds(ValidMessages valid) {
    return valid.repairs().stream().map(Repair::kind).toList();
  }
}
