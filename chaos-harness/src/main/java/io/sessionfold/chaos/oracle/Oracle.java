package io.sessionfold.chaos.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import io.sessionfold.chaos.load.Acknowledged;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.BsonDocument;

/**
 * Judges what a pipeline has made of an event log. It reads on from where it stopped the last time,
 * so that one pipeline can be judged after each of many rounds. To be asked when the pipeline has
 * caught up.
 */
public final class Oracle implements AutoCloseable {
  private static final String MESSAGES = "agent-messages";
  private static final String METADATA = "agent-metadata";

  private final TopicReader topics;
  private final MongoClient client;
  private final MongoDatabase database;
  private final Model model;
  private final JournalJudge journal;
  private final Path files;
  private final int pageMessages;
  private final Set<String> log = new HashSet<>();

  /** An oracle of one pipeline. */
  public Oracle(
      String bootstrapServers, String mongoUri, Path files, int partitions, int pageMessages) {
    this.topics = new TopicReader(bootstrapServers, partitions);
    this.client = MongoClients.create(mongoUri);
    this.database = client.getDatabase("sessionfold");
    this.model = new Model(partitions, pageMessages);
    this.journal = new JournalJudge(model);
    this.files = files;
    this.pageMessages = pageMessages;
  }

  /**
   * How many of the event log's records the sinks of all generations that are followed have not
   * passed; 0 when they have caught up.
   */
  public long behind() {
    return generations().followed().stream().mapToLong(this::behind).sum();
  }

  private long behind(int generation) {
    long behind = 0;
    for (String topic : List.of(MESSAGES, METADATA)) {
      String field = topic.equals(MESSAGES) ? "messages" : "metadata";
      Map<Integer, Long> ends = topics.ends(topic);
      for (String sink : List.of("mongo", "jsonl")) {
        Map<Integer, Long> reached = watermarks(generation, sink, field);
        for (Map.Entry<Integer, Long> end : ends.entrySet()) {
          behind += Math.max(0, end.getValue() - reached.getOrDefault(end.getKey(), 0L));
        }
      }
    }
    return behind;
  }

  /** The generations at this moment. */
  public Generations generations() {
    return Generations.read(database);
  }

  private Map<Integer, Long> watermarks(int generation, String sink, String field) {
    Map<Integer, Long> reached = new HashMap<>();
    for (BsonDocument document :
        database
            .getCollection("watermarks", BsonDocument.class)
            .find(
                Filters.and(
                    Filters.eq("_id.sink", sink), Filters.eq("_id.generation", generation)))) {
      reached.put(
          document.getDocument("_id").getNumber("partition").intValue(),
          document.getNumber(field).longValue());
    }
    return reached;
  }

  /** How many sessions are in quarantine. */
  public long quarantined() {
    return database.getCollection("quarantine").countDocuments();
  }

  /**
   * Judges everything that has come since the last time, and the sessions of a tenant, which has
   * written nothing before and writes nothing after, in every generation that is followed.
   *
   * @param acknowledged what producers were told that it is stored
   * @param sightings what readers have seen on the way
   * @return what is wrong; empty: nothing
   */
  public List<String> judge(
      String tenant, List<Acknowledged> acknowledged, List<Sighting> sightings) {
    Findings findings = new Findings();
    SightingJudge seen = new SightingJudge(sightings, findings);
    for (String topic : List.of(MESSAGES, METADATA)) {
      List<Raw> records = topics.next(topic);
      journal.received(records);
      records.forEach(record -> log.add(record.at() + " " + record.header("ce_id")));
    }
    for (Acknowledged each : acknowledged) {
      String at = each.topic() + "-" + each.partition() + "-" + each.offset();
      if (!log.contains(at + " " + each.id())) {
        findings.add(at, "event " + each.id() + " was acknowledged and is not there");
      }
    }
    log.clear();
    journal.changes(topics.next("session-changes-1"), seen, findings);
    journal.end(findings);
    seen.end();
    Map<String, Raw> rejected = journal.takeRejected();
    DeadLetterJudge.judge(rejected, topics.next("session-dead-letters-1"), findings);
    Map<String, ModelSession> sessions = model.sessions(tenant);
    Map<String, List<JsonNode>> applied = journal.takeApplied();
    for (int generation : generations().followed()) {
      DocumentJudge documents = new DocumentJudge(database, generation, pageMessages);
      Findings of = findings.of("generation " + generation);
      Set<String> stored = documents.rejections();
      rejected.keySet().stream()
          .filter(at -> !stored.contains(at))
          .forEach(at -> of.add(at, "was rejected and MongoDB does not say so"));
      documents.judge(tenant, sessions, of);
      new FileJudge(files, generation).judge(tenant, sessions, applied, of);
    }
    model.forget(tenant);
    return findings.all();
  }

  /**
   * What is left of generations that nobody follows, and which holds nobody has ended.
   *
   * @return what is wrong; empty: nothing
   */
  public List<String> leftovers() {
    Findings findings = new Findings();
    Leftovers.judge(database, files, generations(), findings);
    return findings.all();
  }

  /** The counters of the journal so far, whose equation is checked. */
  public String counts() {
    return journal.count("received")
        + " = "
        + journal.count("applied")
        + " + "
        + journal.count("duplicate")
        + " + "
        + journal.count("rejected");
  }

  @Override
  public void close() {
    topics.close();
    client.close();
  }
}
