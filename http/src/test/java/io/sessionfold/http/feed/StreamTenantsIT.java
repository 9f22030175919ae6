package io.sessionfold.http.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.sessionfold.event.SessionKey;
import io.sessionfold.http.HttpSettings;
import io.sessionfold.http.TokenFiles;
import io.sessionfold.query.feed.FeedSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Nobody is told anything of another tenant by a stream, whatever token it goes on from. A token
 * says where to go on and not of whom: by another tenant it may be used, and shows its user's own.
 */
class StreamTenantsIT extends StreamingService {
  private static final String CHANGES = "/v1/changes";
  private static final String EVENTS = "/v1/sessions/s%201/events";
  private static final SessionKey MINE = new SessionKey("tenant-a", "s 1");
  private static final SessionKey THEIRS = new SessionKey("tenant-b", "s 1");
  private static final String SECRET = "sesame";
  private static final int EACH = 20;

  /** So small that what is older than the last changes is read from the journal. */
  private static final int SMALL = 3;

  @TempDir private Path files;
  private TokenFiles tokens;
  private String mine;
  private String theirs;

  @BeforeEach
  void addTokens() throws Exception {
    tokens = new TokenFiles(files.resolve("tokens.json"));
    mine = tokens.add("a", "tenant-a");
    theirs = tokens.add("b", "tenant-b");
  }

  private void startWithWindowOf(int changes) throws Exception {
    start(
        StreamLimits.DEFAULTS,
        new FeedSettings(64L << 20, changes, 16, Duration.ofSeconds(30)),
        HttpSettings.loopback(0).withTokens(tokens.file()));
  }

  private EventReader open(String path, String bearer, String after) throws Exception {
    return open(path, Map.of("Authorization", "Bearer " + bearer, "Last-Event-ID", after));
  }

  private EventReader asked(String path, String bearer, String after) throws Exception {
    return open(path + "?last_event_id=" + after, Map.of("Authorization", "Bearer " + bearer));
  }

  private String here(String path, String bearer) throws Exception {
    try (EventReader reader = open(path, bearer, "")) {
      return String.valueOf(reader.next().id());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {50_000, SMALL})
  void a_token_of_another_tenant_shows_its_user_s_own_changes_alone(int window) throws Exception {
    startWithWindowOf(window);
    List<String> places = List.of(here(CHANGES, mine), here(EVENTS, mine));
    List<String> own = new ArrayList<>();
    for (int i = 0; i < EACH; i++) {
      publish(MINE, SECRET + i);
      publish(new SessionKey("tenant-a", "another"), SECRET + i);
      publish(THEIRS, "theirs " + i);
      own.add("theirs " + i);
    }
    assertTold(mine, CHANGES, places.get(0), List.of(SECRET + 0, SECRET + 0));
    try (EventReader all = open(CHANGES, theirs, places.get(0));
        EventReader one = open(EVENTS, theirs, places.get(1));
        EventReader allAsked = asked(CHANGES, theirs, places.get(0));
        EventReader oneAsked = asked(EVENTS, theirs, places.get(1))) {
      for (EventReader reader : List.of(all, one, allAsked, oneAsked)) {
        assertThat(told(reader, EACH)).isEqualTo(own);
      }
      publish(MINE, SECRET);
      publish(THEIRS, "last");
      for (EventReader reader : List.of(all, one, allAsked, oneAsked)) {
        assertThat(told(reader, 1)).containsExactly("last");
      }
    }
  }

  private void assertTold(String bearer, String path, String after, List<String> texts)
      throws Exception {
    try (EventReader reader = open(path, bearer, after)) {
      assertThat(told(reader, texts.size())).isEqualTo(texts);
    }
  }

  /** The texts of the next events. */
  private static List<String> told(EventReader reader, int events) throws Exception {
    List<String> texts = new ArrayList<>();
    while (texts.size() < events) {
      texts.add(text(reader.event()));
    }
    return texts;
  }

  @Test
  void a_token_of_the_middle_of_another_tenant_s_session_is_a_place_and_no_more() throws Exception {
    startWithWindowOf(50_000);
    String beginning = here(EVENTS, theirs);
    String middle;
    try (EventReader reader = open(CHANGES, mine, here(CHANGES, mine))) {
      publish(THEIRS, "before");
      publish(MINE, SECRET);
      middle = reader.event().id();
    }
    publish(MINE, SECRET + " again");
    publish(THEIRS, "after");
    assertTold(theirs, EVENTS, beginning, List.of("before", "after"));
    assertTold(theirs, CHANGES, middle, List.of("after"));
  }

  @Test
  void no_id_of_a_session_leads_into_another_tenant() throws Exception {
    startWithWindowOf(50_000);
    String place = here(EVENTS, mine);
    publish(MINE, SECRET);
    for (String id :
        List.of("tenant-a%2Fs%201", "..%2Ftenant-a%2Fs%201", "..;%2Ftenant-a%2Fs%201")) {
      assertThat(status("/v1/sessions/" + id + "/events", theirs, place)).as(id).isEqualTo(400);
    }
    assertThat(status(CHANGES + "?tenant=tenant-a", theirs, "")).isEqualTo(400);
    try (EventReader headed =
        open(
            CHANGES,
            Map.of(
                "Authorization",
                "Bearer " + theirs,
                "Sessionfold-Tenant",
                "tenant-a",
                "Last-Event-ID",
                place))) {
      publish(THEIRS, "theirs");
      assertThat(told(headed, 1)).containsExactly("theirs");
    }
  }

  @Test
  void a_token_that_is_damaged_or_of_another_journal_is_refused_before_the_stream()
      throws Exception {
    startWithWindowOf(50_000);
    List<String> places = List.of(here(CHANGES, mine), here(EVENTS, mine));
    String damaged = damaged(places.get(0));
    for (String bearer : List.of(mine, theirs)) {
      assertThat(status(CHANGES, bearer, damaged)).isEqualTo(400);
      assertThat(status(EVENTS, bearer, damaged)).isEqualTo(400);
      assertThat(statusAsked(CHANGES, bearer, damaged)).isEqualTo(400);
    }
    stop();
    activate(JOURNALS.incrementAndGet());
    startWithWindowOf(50_000);
    for (String bearer : List.of(mine, theirs)) {
      assertThat(status(CHANGES, bearer, places.get(0))).isEqualTo(410);
      assertThat(status(EVENTS, bearer, places.get(1))).isEqualTo(410);
      assertThat(statusAsked(CHANGES, bearer, places.get(0))).isEqualTo(410);
      assertThat(statusAsked(EVENTS, bearer, places.get(1))).isEqualTo(410);
    }
  }

  @Test
  void without_a_bearer_no_token_shows_anything() throws Exception {
    startWithWindowOf(50_000);
    String place = here(CHANGES, mine);
    for (String path : List.of(CHANGES, EVENTS)) {
      assertThat(status(path, "sf_nonsense", place)).isEqualTo(401);
    }
  }

  /** One letter of its middle is another. */
  private static String damaged(String token) {
    int middle = token.length() / 2;
    return token.substring(0, middle)
        + (token.charAt(middle) == 'A' ? 'B' : 'A')
        + token.substring(middle + 1);
  }

  private int status(String path, String bearer, String after) throws Exception {
    try (EventReader reader = open(path, bearer, after)) {
      return status(reader);
    }
  }

  private int statusAsked(String path, String bearer, String after) throws Exception {
    try (EventReader reader = asked(path, bearer, after)) {
      return status(reader);
    }
  }

  private static int status(EventReader reader) throws Exception {
    return Integer.parseInt(reader.head().substring("http/1.1 ".length()).substring(0, 3));
  }
}
