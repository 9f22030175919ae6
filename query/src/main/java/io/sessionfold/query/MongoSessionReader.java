package io.sessionfold.query;

import io.sessionfold.document.SessionDocument;
import io.sessionfold.document.StoredSession;
import io.sessionfold.event.SessionKey;
import io.sessionfold.journal.Position;
import io.sessionfold.query.ActiveGeneration.Reading;
import io.sessionfold.query.Freshness.After;
import io.sessionfold.query.Freshness.Fresh;
import io.sessionfold.session.AsOf;
import io.sessionfold.session.Message;
import io.sessionfold.session.PastSession;
import io.sessionfold.session.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.bson.BsonDocument;

/** Reads documents; every read goes through {@link #read}, which settles the generation once. */
final class MongoSessionReader implements SessionReader {
  private final ReaderSettings settings;
  private final MongoStore store;
  private final ActiveGeneration active;
  private final WatermarkPoller poller;
  private final KafkaLog kafka;
  private final JournalLookup journal;
  private final Readiness readiness;
  private final WriteVerdict verdict;
  private final Outcomes outcomes;
  private final SessionSearch search;
  private final Pasts pasts;

  MongoSessionReader(ReaderSettings settings) {
    this.settings = settings;
    store = MongoStore.open(settings);
    active = new ActiveGeneration(store);
    Watermarks watermarks = new Watermarks(store);
    Rejections rejections = new Rejections(store);
    poller = new WatermarkPoller(watermarks);
    kafka = new KafkaLog(settings);
    journal = new JournalLookup(kafka);
    readiness = new Readiness(active, poller, kafka);
    verdict = new WriteVerdict(store, rejections);
    outcomes = new Outcomes(watermarks, rejections, journal);
    search = new SessionSearch(store, settings.metadataKeys());
    pasts = new Pasts(settings, kafka);
  }

  @Override
  public Optional<Session> session(SessionKey key, Freshness freshness) {
    return read(key, freshness, documents -> new WholeSession(documents).read());
  }

  @Override
  public Optional<SessionTail> tail(SessionKey key, Freshness freshness) {
    return read(key, freshness, documents -> documents.session().map(MongoSessionReader::tail));
  }

  private static SessionTail tail(BsonDocument document) {
    StoredSession stored = SessionDocument.read(document);
    List<Message> messages = stored.session().messages();
    return new SessionTail(stored.session(), messages.isEmpty() ? 0 : messages.get(0).seq() - 1);
  }

  @Override
  public Optional<PastSession> asOf(SessionKey key, AsOf point, Freshness freshness) {
    return active.read(
        settled(key, freshness),
        pointer ->
            new SessionDocuments(store, pointer.documents(), key)
                .revision()
                .flatMap(current -> pasts.of(key, point, current, pointer)));
  }

  @Override
  public boolean exists(SessionKey key, Freshness freshness) {
    return read(key, freshness, SessionDocuments::exists);
  }

  @Override
  public MessagePage messages(SessionKey key, MessageQuery query, Freshness freshness) {
    return read(key, freshness, documents -> page(new MessageWalk(documents, query), query));
  }

  private static MessagePage page(MessageWalk walk, MessageQuery query) {
    List<Message> messages = new ArrayList<>();
    while (messages.size() < query.limit() && walk.hasNext()) {
      messages.add(walk.next());
    }
    if (messages.isEmpty()) {
      return new MessagePage(messages, null, false, walk.revision());
    }
    Message last = messages.get(messages.size() - 1);
    return new MessagePage(messages, last.seq(), walk.goesOnAfter(last), walk.revision());
  }

  @Override
  public Stream<Message> stream(SessionKey key, MessageQuery query, Freshness freshness) {
    MessageWalk walk = read(key, freshness, documents -> new MessageWalk(documents, query));
    return StreamSupport.stream(
        Spliterators.spliteratorUnknownSize(walk, Spliterator.ORDERED | Spliterator.NONNULL),
        false);
  }

  @Override
  public ValidMessages valid(SessionKey key, ValidQuery query, Freshness freshness) {
    return read(key, freshness, documents -> new ValidReading(documents, query).read());
  }

  @Override
  public TimelinePage timeline(SessionKey key, TimelineQuery query, Freshness freshness) {
    return read(key, freshness, documents -> new TimelineReading(documents, query).read());
  }

  @Override
  public SessionPage sessions(SessionQuery query) {
    return active.read(active.reading(), pointer -> search.find(pointer.documents(), query));
  }

  @Override
  public Map<Position, EventOutcome> outcome(String tenant, Position position) {
    kafka.require("the outcome of an event");
    Deadline deadline = Deadline.in(settings.timeout());
    return active.read(
        active.reading(), pointer -> outcomes.of(pointer, tenant, position, deadline));
  }

  @Override
  public void awaitReadable(Position position, Duration deadline) {
    Reading unused = readiness.after(position, Deadline.in(deadline));
  }

  @Override
  public int journal() {
    return active.reading().pointer().journal();
  }

  @Override
  public JournalTail journalTail() {
    kafka.require("the outcome of published events");
    return KafkaJournalTail.open(
        kafka, active.ask().pointer().journal(), Deadline.in(settings.timeout()));
  }

  /** Waits as asked, and reads from the generation that is then current. */
  private <T> T read(SessionKey key, Freshness freshness, Function<SessionDocuments, T> documents) {
    return active.read(
        settled(key, freshness),
        pointer -> documents.apply(new SessionDocuments(store, pointer.documents(), key)));
  }

  private Reading settled(SessionKey key, Freshness freshness) {
    if (freshness instanceof After after) {
      Reading reading = readiness.after(after.position(), Deadline.in(after.deadline()));
      verdict.refuseRejected(reading.pointer().documents(), key, after.position());
      verdict.refuseQuarantined(reading.pointer().documents(), key);
      return reading;
    }
    if (freshness instanceof Fresh fresh) {
      Reading reading = readiness.fresh(key, Deadline.in(fresh.deadline()));
      verdict.refuseQuarantined(reading.pointer().documents(), key);
      return reading;
    }
    return active.reading();
  }

  @Override
  public void close() {
    poller.close();
    journal.close();
    kafka.close();
    store.close();
  }
}
