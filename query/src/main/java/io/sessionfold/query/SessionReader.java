package io.sessionfold.query;

import io.sessionfold.event.SessionKey;
import io.sessionfold.journal.Position;
import io.sessionfold.session.AsOf;
import io.sessionfold.session.Message;
import io.sessionfold.session.PastSession;
import io.sessionfold.session.Session;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads sessions from the active generation of documents. View {@code raw}, but for {@link #valid}:
 * every text is what was published.
 *
 * <p>Guarantees. A session is answered at one revision: everything that changed it up to there, and
 * nothing of what came later. A read that asks for it waits for what it must see ({@link
 * Freshness}); the others never wait. Generations are not mixed within a read. A deleted session is
 * one that is not there.
 *
 * <p>Not guaranteed: that two reads see the same, or, without a token, that a read sees the last
 * write.
 *
 * <p>Thread-safe; one is enough for a process. All methods throw {@link ReadUnavailableException}
 * when MongoDB or Kafka is away, and {@link SessionDamagedException} when documents do not fit
 * together.
 */
public interface SessionReader extends AutoCloseable {
  /** The whole session, all its messages in {@code seq} order, whatever page they are on. */
  Optional<Session> session(SessionKey key, Freshness freshness);

  /**
   * The session as it was at a point of its history, but for what was taken back since ({@link
   * PastSession}): no text that is redacted in the documents, at their revision, is shown, and a
   * session that is deleted there is not there.
   *
   * <p>Read from the session's file, if the settings name the files' root and the file is whole up
   * to the revision of the documents: all of it, once for a revision, twice for a time. Otherwise
   * from the journal, all of the session's partition up to its end at the beginning of the read, so
   * that what the journal takes back beyond the documents is not shown either. That takes as long
   * as the partition is large, and needs Kafka; it goes on as long as records come.
   *
   * @return empty if there is no such session, or it had no change at that point
   * @throws NoSuchRevisionException if the session has not got to that revision
   * @throws PastUnavailableException if neither its file nor the journal has its whole history
   */
  Optional<PastSession> asOf(SessionKey key, AsOf point, Freshness freshness);

  /** The session without its older messages: one document, however long the session is. */
  Optional<SessionTail> tail(SessionKey key, Freshness freshness);

  /** Whether there is such a session. */
  boolean exists(SessionKey key, Freshness freshness);

  /** Some messages of a session; none if there is no such session. */
  MessagePage messages(SessionKey key, MessageQuery query, Freshness freshness);

  /**
   * All messages that a query asks for, lazily, one page in memory at a time. Its limit has no
   * effect. Every message that was there when the stream was opened comes once, in order; oldest
   * first, those that are appended before the end is reached may come as well.
   *
   * <p>Close it, or read it to its end. A session that is deleted meanwhile ends it.
   */
  Stream<Message> stream(SessionKey key, MessageQuery query, Freshness freshness);

  /**
   * What an API of a model accepts of an agent's messages, and what was repaired for it: the view
   * {@code valid}. Its window begins and ends where turns do, so that it may be larger than was
   * asked, by no more than one turn; nothing else is read, and all of it is held in memory.
   *
   * @throws IllegalArgumentException if the query names no agent and the session has several
   */
  ValidMessages valid(SessionKey key, ValidQuery query, Freshness freshness);

  /**
   * Some of all that happened in a session, in one order ({@link SessionTimeline}). A cursor stays
   * good when events come: of what was there no entry is left out and none comes twice. An event of
   * an earlier time that comes later is not met by who is past it.
   *
   * <p>Each page costs a look at the numbers and times of all messages of the session, about 40
   * bytes each, since clocks may go back; and the pages of those that it shows. In memory are the
   * session without its older messages, the entries of the page, and of the older messages one
   * page.
   */
  TimelinePage timeline(SessionKey key, TimelineQuery query, Freshness freshness);

  /**
   * Some sessions of a tenant.
   *
   * @throws IllegalArgumentException if it filters by a metadata key that is not one of {@link
   *     ReaderSettings#metadataKeys}, or the cursor is not one of this query
   */
  SessionPage sessions(SessionQuery query);

  /**
   * What became of each event that a position names: of a position that was merged, the last one on
   * each topic and partition. Needs Kafka.
   *
   * @param tenant whose events may be answered; those of others are unknown
   */
  Map<Position, EventOutcome> outcome(String tenant, Position position);

  /**
   * Waits until everything up to a position is readable by everyone.
   *
   * @throws NotYetReadableException if the deadline passes first
   */
  void awaitReadable(Position position, Duration deadline);

  /**
   * The number of the active journal, as it was a short while ago at most. Revisions are numbers of
   * one journal: those of another are others.
   */
  int journal();

  /** Remembers where the journal ends, to tell later what becomes of events. Needs Kafka. */
  JournalTail journalTail();

  /** Ends what is waiting, and disconnects; safe to call twice. */
  @Override
  void close();
}
