package io.sessionfold.http.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sessionfold.event.SessionKey;
import io.sessionfold.http.feed.EventReader.Block;
import io.sessionfold.journal.Change.Applied;
import io.sessionfold.journal.ChangeCodec;
import io.sessionfold.json.JsonText;
import io.sessionfold.query.feed.FeedSettings;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Streams by clients of their own: what they are told, and what they are refused. */
class FeedRoutesIT extends StreamingService {
  @Test
  void a_change_comes_as_an_event_whose_id_goes_on_after_it() throws Exception {
    start();
    try (EventReader all = open("/v1/changes", Map.of());
        EventReader one = open("/v1/sessions/s%201/events", Map.of())) {
      assertThat(all.head())
          .startsWith("http/1.1 200")
          .contains("content-type: text/event-stream", "x-accel-buffering: no", "no-store");
      Block greeting = all.next();
      assertThat(greeting.fields())
          .containsEntry("", "connected")
          .containsEntry("retry", "2000")
          .containsKey("id");
      assertThat(one.next().fields()).containsKey("id");
      Applied first = publish(S, "one\n\r\u2028 two");
      Block told = one.event();
      assertThat(told.fields()).containsEntry("event", "message.appended");
      Map<String, JsonText> data = JsonText.parse(told.fields().get("data")).members();
      assertThat(data.keySet())
          .containsExactly("session", "revision", "type", "recorded_at", "change");
      assertThat(data.get("session").string()).isEqualTo("s 1");
      assertThat(data.get("change")).isEqualTo(ChangeCodec.write(first));
      String token = all.event().id();
      publish(S, "three");
      publish(SessionKey.of("other"), "four");
      assertThat(text(all.event())).isEqualTo("three");
      try (EventReader resumed = open("/v1/changes", Map.of("Last-Event-ID", token));
          EventReader byQuery = open("/v1/changes?last_event_id=" + token, Map.of());
          EventReader both =
              open("/v1/changes?last_event_id=garbage", Map.of("Last-Event-ID", token));
          EventReader fromTheBeginning =
              open("/v1/changes", Map.of("Last-Event-ID", greeting.id()))) {
        for (EventReader each : List.of(resumed, byQuery, both)) {
          assertThat(text(each.event())).isEqualTo("three");
          assertThat(text(each.event())).isEqualTo("four");
        }
        assertThat(text(fromTheBeginning.event())).startsWith("one");
      }
    }
  }

  @Test
  void nobody_is_told_a_change_of_another_tenant_whatever_the_token() throws Exception {
    start();
    Map<String, String> acme = Map.of("Sessionfold-Tenant", "acme");
    try (EventReader ours = open("/v1/changes", Map.of());
        EventReader theirs = open("/v1/changes", acme)) {
      ours.next();
      theirs.next();
      Applied first = publish(new SessionKey("acme", "s 1"), "theirs");
      Applied second = publish(S, "ours");
      Block ourEvent = ours.event();
      Block theirEvent = theirs.event();
      assertThat(List.of(text(ourEvent), text(theirEvent))).containsExactly("ours", "theirs");
      assertThat(first.session()).isNotEqualTo(second.session());
      try (EventReader crossed =
              open(
                  "/v1/changes",
                  Map.of("Sessionfold-Tenant", "acme", "Last-Event-ID", ourEvent.id()));
          EventReader session =
              open(
                  "/v1/sessions/s%201/events",
                  Map.of("Sessionfold-Tenant", "acme", "Last-Event-ID", ourEvent.id()))) {
        Applied third = publish(S, "ours again");
        Applied fourth = publish(new SessionKey("acme", "s 1"), "theirs again");
        assertThat(third.revision()).isEqualTo(fourth.revision());
        assertThat(text(crossed.event())).isEqualTo("theirs again");
        assertThat(text(session.event())).isEqualTo("theirs again");
      }
    }
  }

  @Test
  void what_cannot_be_resumed_is_a_problem_before_the_stream_begins() throws Exception {
    start();
    HttpResponse<String> malformed = refused("/v1/changes", "not-a-token");
    assertThat(malformed.statusCode()).isEqualTo(400);
    assertThat(malformed.body()).contains("Last-Event-ID").doesNotContain("not-a-token");
    assertThat(refused("/v1/changes?from=3", "").statusCode()).isEqualTo(400);
    assertThat(refused("/v1/sessions/@x/events", "").statusCode()).isEqualTo(400);
    String token;
    try (EventReader reader = open("/v1/changes", Map.of())) {
      token = reader.next().id();
    }
    stop();
    activate(JOURNALS.incrementAndGet());
    start();
    HttpResponse<String> gone = refused("/v1/changes", token);
    assertThat(gone.statusCode()).isEqualTo(410);
    assertThat(gone.body()).contains("urn:sessionfold:problem:reset", "without a token");
  }

  @Test
  void heartbeats_come_and_move_the_place_to_go_on_from() throws Exception {
    start(
        new StreamLimits(10, 10, Duration.ofMillis(200), Duration.ofMinutes(1)),
        FeedSettings.DEFAULTS);
    try (EventReader quiet = open("/v1/sessions/quiet/events", Map.of())) {
      String first = quiet.next().id();
      Block heartbeat = quiet.next();
      assertThat(heartbeat.isEvent()).isFalse();
      assertThat(heartbeat.fields()).containsEntry("", "heartbeat");
      publish(S, "for another");
      await()
          .atMost(LONG)
          .untilAsserted(() -> assertThat(quiet.next().id()).isNotNull().isNotEqualTo(first));
    }
  }

  @Test
  void closing_ends_the_streams_at_once() throws Exception {
    start();
    try (EventReader reader = open("/v1/changes", Map.of())) {
      reader.next();
      routes.close();
      assertThat(reader.next().fields()).containsEntry("", "the service is stopping");
      assertThat(reader.next()).isNull();
      assertThat(refused("/v1/changes", "").statusCode()).isEqualTo(503);
    }
    await().atMost(LONG).until(() -> feed.status().subscribers() == 0);
  }
}
