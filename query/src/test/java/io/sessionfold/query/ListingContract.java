package io.sessionfold.query;

import static io.sessionfold.testkit.Events.appended;
import static io.sessionfold.testkit.Events.deleted;
import static io.sessionfold.testkit.Events.started;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sessionfold.event.SessionKey;
import io.sessionfold.json.JsonText;
import io.sessionfold.query.SessionQuery.Order;
import io.sessionfold.testkit.EventLog;
import io.sessionfold.testkit.Journal;
import io.sessionfold.testkit.Json;
import io.sessionfold.testkit.MongoBackend;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Lists of sessions. */
abstract class ListingContract extends ReaderContract {
  private static final SessionQuery ALL = SessionQuery.of(SessionKey.DEFAULT_TENANT);

  private final EventLog log = new EventLog();
  private final Journal journal = Journal.of(log);
  private int written;

  ListingContract(MongoBackend backend) {
    super(backend);
  }

  @Override
  Projection project() {
    return new Projection(mongo, 1);
  }

  private void write() {
    for (int i = journal.changes().size(); i < log.records().size(); i++) {
      journal.append(log.records().get(i));
    }
    projection.write(journal.batch(written, journal.changes().size()));
    written = journal.changes().size();
  }

  private List<String> ids(SessionQuery query) {
    List<String> ids = new ArrayList<>();
    SessionPage page;
    do {
      page = reader.sessions(query);
      assertThat(page.sessions()).hasSizeLessThanOrEqualTo(query.limit());
      page.sessions().forEach(session -> ids.add(session.key().id()));
      query = query.cursor(page.cursor());
    } while (page.cursor() != null);
    return ids;
  }

  @Test
  void sessions_come_in_pages_in_both_directions_even_if_their_times_are_equal() {
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 23; i++) {
      String id = "s%02d".formatted(i);
      log.append(started().in(id).at(Instant.parse("2026-01-01T00:00:00Z").plusSeconds(i / 5)));
      expected.add(id);
    }
    write();
    for (int limit : new int[] {1, 4, 22, 23, 24}) {
      assertThat(ids(ALL.sorted(Order.CREATED, false).limit(limit))).isEqualTo(expected);
      List<String> newest = new ArrayList<>(expected);
      Collections.reverse(newest);
      assertThat(ids(ALL.limit(limit))).isEqualTo(newest);
      assertThat(ids(ALL.sorted(Order.UPDATED, true).limit(limit))).isEqualTo(newest);
    }
  }

  @Test
  void a_summary_has_what_the_session_has() {
    log.append(
        started()
            .with("user", "ann")
            .with("application", "shop")
            .with("title", "Shoes")
            .with("metadata", Json.object("topic", "returns", "n", Json.parse("1.50"))));
    for (int i = 0; i < 7; i++) {
      log.append(appended(i % 2 == 0 ? "a.b" : "$c", "hello"));
    }
    write();
    var session = journal.session();
    assertThat(reader.sessions(ALL).sessions())
        .containsExactly(
            new SessionSummary(
                session.key(),
                "ann",
                "shop",
                "AGENT",
                "Shoes",
                session.createdAt(),
                session.updatedAt(),
                null,
                session.revision(),
                7,
                session.metadata()));
  }

  @Test
  void filters_hold_together_and_tenants_and_deleted_sessions_stay_out() {
    log.append(started().with("user", "ann").with("application", "shop").in("one"))
        .append(started().with("user", "ann").in("two"))
        .append(started().with("user", "Ann").in("three"))
        .append(started().with("user", "ann").in("gone"))
        .append(deleted().in("gone"))
        .append(started().with("user", "ann").in(new SessionKey("other", "one")));
    write();
    assertThat(ids(ALL.user("ann"))).containsExactlyInAnyOrder("one", "two");
    assertThat(ids(ALL.user("ann").application("shop"))).containsExactly("one");
    assertThat(ids(ALL.user("bob"))).isEmpty();
    assertThat(ids(ALL)).containsExactlyInAnyOrder("one", "two", "three");
    assertThat(ids(SessionQuery.of("other"))).containsExactly("one");
  }

  @Test
  void metadata_filters_are_exact_whatever_keys_and_values_are() {
    List<String> values = List.of("\"x\"", "\"$x\"", "\"\"", "1", "1.50", "\"1\"", "true", "null");
    List<String> all = new ArrayList<>(values);
    all.addAll(List.of("[\"x\",1]", "{\"a\":1}", "\"\\ud800\"", "\"\\ud801\"", "1e9999999999"));
    for (String key : Projection.KEYS) {
      for (String value : all) {
        JsonText metadata = Json.object(key, Json.parse(value));
        log.append(started().with("metadata", metadata).in(key.hashCode() + value));
      }
    }
    log.append(started().in("without"));
    write();
    for (String key : Projection.KEYS) {
      for (String value : values) {
        assertThat(ids(ALL.metadata(key, Json.parse(value)).limit(1)))
            .as("%s = %s", key, value)
            .containsExactly(key.hashCode() + value);
      }
      assertThat(ids(ALL.metadata(key, Json.parse("\"\\ud800\"")))).hasSize(1);
      assertThat(ids(ALL.metadata(key, Json.parse("1.5"))))
          .containsExactly(key.hashCode() + "1.50");
    }
  }

  @Test
  void a_filter_on_a_key_without_index_is_refused_with_the_remedy() {
    assertThatThrownBy(() -> reader.sessions(ALL.metadata("colour", JsonText.of("red"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"colour\"")
        .hasMessageContaining("topic")
        .hasMessageContaining("Add it");
    assertThatThrownBy(() -> ALL.metadata("topic", Json.parse("{}")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void time_ranges_begin_with_their_first_instant_and_end_before_their_last() {
    for (int i = 0; i < 5; i++) {
      log.append(started().in("s" + i).at("2026-01-0%dT00:00:00Z".formatted(i + 1)));
      log.append(appended("x").in("s" + i).at("2026-02-0%dT00:00:00Z".formatted(i + 1)));
    }
    write();
    TimeRange january =
        new TimeRange(Instant.parse("2026-01-02T00:00:00Z"), Instant.parse("2026-01-04T00:00:00Z"));
    assertThat(ids(ALL.created(january))).containsExactly("s2", "s1");
    assertThat(ids(ALL.updated(january))).isEmpty();
    TimeRange late = new TimeRange(Instant.parse("2026-02-05T00:00:00Z"), null);
    assertThat(ids(ALL.updated(late))).containsExactly("s4");
  }

  @Test
  void paging_by_creation_neither_repeats_nor_leaves_out_while_sessions_grow() {
    for (int i = 0; i < 10; i++) {
      log.append(started().in("s" + i));
    }
    write();
    List<String> ids = new ArrayList<>();
    SessionQuery query = ALL.sorted(Order.CREATED, false).limit(3);
    SessionPage page;
    do {
      page = reader.sessions(query);
      page.sessions().forEach(session -> ids.add(session.key().id()));
      query = query.cursor(page.cursor());
      for (int i = 0; i < 10; i++) {
        log.append(appended("more").in("s" + i));
      }
      write();
    } while (page.cursor() != null);
    assertThat(ids).containsExactly("s0", "s1", "s2", "s3", "s4", "s5", "s6", "s7", "s8", "s9");
  }

  @Test
  void a_cursor_of_another_query_is_refused() {
    for (int i = 0; i < 3; i++) {
      log.append(started().in("s" + i));
    }
    write();
    String cursor = reader.sessions(ALL.limit(1)).cursor();
    assertThat(reader.sessions(ALL.limit(2).cursor(cursor)).sessions()).hasSize(2);
    for (SessionQuery other :
        List.of(SessionQuery.of("t"), ALL.user("x"), ALL.sorted(Order.CREATED, false))) {
      assertThatThrownBy(() -> reader.sessions(other.cursor(cursor)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("cursor");
    }
    for (String text : List.of("", "x", "e30", "!", "WzFd")) {
      assertThatThrownBy(() -> reader.sessions(ALL.cursor(text)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("cursor");
    }
  }
}
