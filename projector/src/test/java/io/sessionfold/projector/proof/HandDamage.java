package io.sessionfold.projector.proof;

import static io.sessionfold.testkit.Events.appended;
import static io.sessionfold.testkit.Events.feedback;
import static io.sessionfold.testkit.Events.measured;
import static io.sessionfold.testkit.Events.metadata;
import static io.sessionfold.testkit.Events.redacted;
import static io.sessionfold.testkit.Events.started;
import static io.sessionfold.testkit.Events.target;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import io.sessionfold.document.DocumentIds;
import io.sessionfold.event.SessionKey;
import io.sessionfold.file.CheckedLine;
import io.sessionfold.json.JsonText;
import io.sessionfold.testkit.Events;
import io.sessionfold.testkit.TestEvent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.conversions.Bson;

/** Sessions that are all alike, and what is done to each of them behind the sinks' back. */
record HandDamage(ProofStore store) {
  /** Named by what happens to them; nothing does to the last. */
  static final List<String> SESSIONS =
      List.of(
          "flipped",
          "missing",
          "swapped",
          "extra",
          "feedback",
          "count",
          "stale",
          "gone",
          "page",
          "line",
          "header",
          "whole");

  /** With seven messages on pages of three, two metadata keys and a feedback. */
  static List<TestEvent> conversation(String session) {
    List<TestEvent> events = new ArrayList<>();
    events.add(started().with("user", "ada"));
    events.add(metadata().set("/k", 1).set("/l", "x"));
    for (int i = 0; i < 7; i++) {
      events.add(appended("text " + i).usage(i, 1));
    }
    events.add(feedback("up"));
    events.add(redacted(target(Events.AGENT, 2)));
    events.add(measured(target(Events.AGENT, 0)).usage(5, 5));
    return events.stream().map(event -> event.in(session)).toList();
  }

  void all() throws Exception {
    String messages = "agents." + Events.AGENT + ".messages";
    page("flipped", 0, Updates.set(messages + ".1.message.content", "text I"));
    page(
        "missing",
        0,
        Updates.combine(Updates.popFirst(messages), Updates.popFirst("sessionfold.messages")));
    swap(messages);
    session("extra", Updates.set("metadata.extra", 7));
    session(
        "feedback",
        Updates.combine(Updates.popLast("feedbacks"), Updates.popLast("sessionfold.feedbacks")));
    session("count", Updates.inc("sessionfold.agents." + Events.AGENT + ".messages", 1));
    List<String> lines = Files.readAllLines(store.file("stale"));
    Files.writeString(
        store.file("stale"), String.join("\n", lines.subList(0, lines.size() - 3)) + "\n");
    store.sessions().deleteOne(Filters.eq("gone"));
    store.pages().deleteOne(Filters.eq("_id", pageId("page", 1)));
    Files.writeString(store.file("line"), flipped(Files.readAllLines(store.file("line"))));
    Files.writeString(
        store.file("header"),
        Files.readString(store.file("header")).replaceFirst("format", "fOrmat"));
    BsonDocument stranger = store.sessions().find(Filters.eq("whole")).first();
    stranger.put("_id", new BsonString("stranger"));
    stranger.put("agents", new BsonDocument());
    stranger.getDocument("sessionfold").append("page", new BsonInt64(0));
    stranger.getDocument("sessionfold").append("messages", new BsonArray());
    store.sessions().insertOne(stranger);
  }

  private void swap(String messages) {
    BsonDocument page = store.pages().find(Filters.eq("_id", pageId("swapped", 0))).first();
    BsonArray elements = page.getDocument("agents").getDocument(Events.AGENT).getArray("messages");
    page(
        "swapped",
        0,
        Updates.combine(
            Updates.set(messages + ".0.message", elements.get(1).asDocument().get("message")),
            Updates.set(messages + ".1.message", elements.get(0).asDocument().get("message"))));
  }

  private void session(String session, Bson update) {
    assertThat(store.sessions().updateOne(Filters.eq(session), update).getModifiedCount())
        .isEqualTo(1);
  }

  private void page(String session, long page, Bson update) {
    Bson id = Filters.eq("_id", pageId(session, page));
    assertThat(store.pages().updateOne(id, update).getModifiedCount()).isEqualTo(1);
  }

  private static BsonDocument pageId(String session, long page) {
    return DocumentIds.page(SessionKey.of(session), page);
  }

  /** As whoever wrote it would have: with the checksum of what it says now. */
  private static String flipped(List<String> lines) {
    StringBuilder out = new StringBuilder();
    for (String line : lines) {
      byte[] content = CheckedLine.content(line.getBytes(StandardCharsets.UTF_8));
      String text = new String(content, StandardCharsets.UTF_8).replace("text 4", "text A");
      out.append(new String(CheckedLine.of(JsonText.trusted(text)), StandardCharsets.UTF_8));
      out.append('\n');
    }
    return out.toString();
  }
}
