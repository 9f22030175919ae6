package io.sessionfold.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.sessionfold.event.EventType;
import io.sessionfold.event.IngressTopic;
import io.sessionfold.event.SessionKey;
import io.sessionfold.journal.Change;
import io.sessionfold.journal.Change.Applied;
import io.sessionfold.journal.Change.Duplicate;
import io.sessionfold.journal.Change.Rejected;
import io.sessionfold.journal.ChangeCodec;
import io.sessionfold.journal.Outcome;
import io.sessionfold.journal.Reason;
import io.sessionfold.journal.RejectionCode;
import io.sessionfold.json.JsonText;
import io.sessionfold.sequence.IngressRecord;
import io.sessionfold.sequence.SessionHead;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for the journal of any event log. */
class SequenceLawsTest {
  /** A log of that many records has at most 6,435 interleavings: all of them are tried. */
  private static final int SHORT = 15;

  private static final int ALL = 6_435;

  /** Of a longer log, besides every swap of neighbours. */
  private static final int SAMPLE = 100;

  static Stream<FixtureLog> logs() {
    return FixtureLogs.all().stream();
  }

  @ParameterizedTest
  @MethodSource("logs")
  void sequencing_twice_gives_the_same_journal_byte_for_byte(FixtureLog log) {
    assertThat(log.journal().values()).isEqualTo(log.journal().values());
  }

  @ParameterizedTest
  @MethodSource("logs")
  void received_equals_applied_and_duplicate_and_rejected(FixtureLog log) {
    EventLog repeated = log.log();
    log.log().records().forEach(repeated::repeat);
    Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);
    Journal.of(repeated).values().stream()
        .map(value -> ChangeCodec.read(value).outcome())
        .forEach(outcome -> counts.merge(outcome, 1, Integer::sum));
    int received = repeated.records().size();
    assertThat(received)
        .isEqualTo(
            counts.getOrDefault(Outcome.APPLIED, 0)
                + counts.getOrDefault(Outcome.DUPLICATE, 0)
                + counts.getOrDefault(Outcome.REJECTED, 0));
    assertThat(counts.getOrDefault(Outcome.APPLIED, 0)).isLessThanOrEqualTo(received / 2);
  }

  @ParameterizedTest
  @MethodSource("logs")
  void a_repeat_at_any_later_place_is_a_duplicate_and_changes_nothing(FixtureLog log) {
    List<IngressRecord> records = log.log().records();
    Journal plain = log.journal();
    Journal journal = new Journal(Journal.SMALL_PAGES);
    for (int last = 0; last < records.size(); last++) {
      assertThat(journal.append(records.get(last))).isEqualTo(plain.changes().get(last));
      for (int i = 0; i <= last; i++) {
        if (plain.changes().get(i) instanceof Applied first) {
          expectRepeat(first, journal.append(records.get(i)), journal);
        }
      }
    }
    assertThat(journal.folded()).isEqualTo(plain.folded());
    plain.sessions().forEach(s -> assertThat(journal.head(s)).isEqualTo(plain.head(s)));
  }

  private static void expectRepeat(Applied first, Change repeat, Journal journal) {
    SessionHead head = Objects.requireNonNull(journal.head(first.session()));
    if (head.deleted() && first.type() != EventType.SESSION_DELETED) {
      assertThat(repeat).isInstanceOf(Rejected.class);
      assertThat(((Rejected) repeat).reasons())
          .map(Reason::code)
          .containsExactly(RejectionCode.DELETED);
    } else {
      assertThat(repeat).isInstanceOf(Duplicate.class);
      assertThat(((Duplicate) repeat).of()).isEqualTo(first.revision());
    }
  }

  @ParameterizedTest
  @MethodSource("logs")
  void every_interleaving_of_the_two_topics_ends_in_the_same_sessions(FixtureLog log) {
    Map<SessionKey, Object> expected = withoutRevisions(log.journal());
    for (List<IngressRecord> order : interleavings(log.log())) {
      assertThat(withoutRevisions(Journal.of(order, Journal.SMALL_PAGES)))
          .as("read in the order %s", order)
          .isEqualTo(expected);
    }
  }

  private static List<List<IngressRecord>> interleavings(EventLog log) {
    boolean isShort = log.records().size() <= SHORT;
    List<List<IngressRecord>> orders =
        Interleavings.of(
            log.records(IngressTopic.MESSAGES),
            log.records(IngressTopic.METADATA),
            isShort ? ALL : SAMPLE);
    if (!isShort) {
      orders.addAll(swapsOfNeighbours(log.records()));
    }
    return orders;
  }

  /** What any other order is made of, one swap after the other. */
  private static List<List<IngressRecord>> swapsOfNeighbours(List<IngressRecord> records) {
    List<List<IngressRecord>> orders = new ArrayList<>();
    for (int i = 1; i < records.size(); i++) {
      if (records.get(i).topic() != records.get(i - 1).topic()) {
        List<IngressRecord> order = new ArrayList<>(records);
        Collections.swap(order, i - 1, i);
        orders.add(order);
      }
    }
    return orders;
  }

  /** A revision belongs to one journal; all else of a session belongs to the event log. */
  private static Map<SessionKey, Object> withoutRevisions(Journal journal) {
    Map<SessionKey, Object> sessions = new HashMap<>();
    journal.folded().forEach((key, s) -> sessions.put(key, s.withRevision(0)));
    return sessions;
  }

  @ParameterizedTest
  @MethodSource("logs")
  void the_head_that_the_sequencer_holds_is_the_fold_of_the_journal(FixtureLog log) {
    Journal journal = log.journal();
    for (SessionKey session : journal.sessions()) {
      SessionHead head = SessionHead.NONE;
      for (Applied change : journal.applied(session)) {
        head = SessionHead.evolve(head, change, change.resolved());
      }
      assertThat(head).isEqualTo(journal.head(session));
    }
  }

  @ParameterizedTest
  @MethodSource("logs")
  void the_metadata_that_the_sequencer_holds_is_that_of_the_session(FixtureLog log) {
    Journal journal = log.journal();
    journal
        .folded()
        .forEach(
            (key, session) -> {
              JsonText held = journal.state().metadata(key);
              assertThat(held == null ? Map.of() : held.members()).isEqualTo(session.metadata());
            });
  }

  @ParameterizedTest
  @MethodSource("logs")
  void a_change_is_read_back_as_it_was_written(FixtureLog log) throws Exception {
    for (Change change : log.journal().changes()) {
      JsonText value = ChangeCodec.write(change);
      assertThat(ChangeCodec.read(value.utf8())).isEqualTo(change);
      assertThat(ChangeCodec.parse(value.utf8())).as("strict, compact JSON").isEqualTo(value);
    }
  }

  @ParameterizedTest
  @MethodSource("logs")
  void revisions_numbers_and_indexes_have_no_gaps(FixtureLog log) {
    Journal journal = log.journal();
    for (SessionKey session : journal.sessions()) {
      long revision = 0;
      long seq = 0;
      Map<String, Long> indexes = new HashMap<>();
      for (Applied change : journal.applied(session)) {
        assertThat(change.revision()).isEqualTo(++revision);
        if (change.type() == EventType.MESSAGE_APPENDED) {
          assertThat(change.seq()).isEqualTo(++seq);
          long index = indexes.merge(Objects.requireNonNull(change.agent()), 1L, Long::sum) - 1;
          assertThat(change.index()).isEqualTo(index);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("logs")
  void created_at_never_goes_back_within_an_agent(FixtureLog log) {
    Journal journal = log.journal();
    for (SessionKey session : journal.sessions()) {
      Map<String, Instant> last = new HashMap<>();
      for (Applied change : journal.applied(session)) {
        Instant createdAt = change.createdAt();
        if (createdAt != null) {
          Instant before = last.put(Objects.requireNonNull(change.agent()), createdAt);
          assertThat(createdAt).isAfterOrEqualTo(change.event().time());
          assertThat(before == null || !createdAt.isBefore(before)).isTrue();
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("logs")
  void only_the_first_change_of_an_agent_says_that_it_is_new(FixtureLog log) {
    Journal journal = log.journal();
    for (SessionKey session : journal.sessions()) {
      Map<String, Long> first = new LinkedHashMap<>();
      for (Applied change : journal.applied(session)) {
        String agent = change.agent();
        boolean isNew = agent != null && first.putIfAbsent(agent, change.revision()) == null;
        assertThat(change.newAgent()).isEqualTo(isNew);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("logs")
  void pages_are_bounded_and_every_change_names_its_messages_page(FixtureLog log) {
    Journal journal = log.journal();
    for (SessionKey session : journal.sessions()) {
      Pages pages = new Pages(journal.limits());
      journal.applied(session).forEach(pages::check);
    }
  }
}
