package io.sessionfold.chaos.read;

import io.sessionfold.chaos.load.Acknowledged;
import io.sessionfold.chaos.oracle.Portrait;
import io.sessionfold.chaos.oracle.Sighting;
import io.sessionfold.event.IngressTopic;
import io.sessionfold.event.SessionKey;
import io.sessionfold.journal.Position;
import io.sessionfold.query.EventRejectedException;
import io.sessionfold.query.Freshness;
import io.sessionfold.query.NotYetReadableException;
import io.sessionfold.query.ReadUnavailableException;
import io.sessionfold.query.ReaderSettings;
import io.sessionfold.query.SessionDamagedException;
import io.sessionfold.query.SessionReader;
import io.sessionfold.query.SessionReaders;
import io.sessionfold.session.Session;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Two threads that read all the while, through one reader of the library: one what is there, of
 * some sessions in turn; one after the newest record that was acknowledged. Each remembers what it
 * was answered, so that it notices when it goes back in time.
 */
public final class PollingReader implements AutoCloseable {
  private static final int SESSIONS = 8;
  private static final int WAITING = 200;
  private static final Duration TIMEOUT = Duration.ofSeconds(3);
  private static final Duration READABLE_WITHIN = Duration.ofSeconds(4);
  private static final long PAUSE_NANOS = Duration.ofMillis(15).toNanos();

  private final SessionReader reader;
  private final String tenant;
  private final Set<String> sessions = new LinkedHashSet<>();
  private final Deque<Acknowledged> acknowledged = new ArrayDeque<>();
  private final List<Sighting> sightings = Collections.synchronizedList(new ArrayList<>());
  private final List<String> failures = Collections.synchronizedList(new ArrayList<>());
  private final Memory ofAny = new Memory();
  private final Memory ofAfter = new Memory();
  private final List<Thread> threads;
  private volatile boolean closed;
  private int heard;
  private int reads;

  private PollingReader(SessionReader reader, String tenant) {
    this.reader = reader;
    this.tenant = tenant;
    sessions.add(tenant + "/hot");
    this.threads =
        List.of(new Thread(this::any, "read-any"), new Thread(this::after, "read-after"));
  }

  /**
   * Begins to read.
   *
   * @param tenant of the sessions that are read
   */
  public static PollingReader start(String mongoUri, String bootstrapServers, String tenant) {
    ReaderSettings settings =
        ReaderSettings.of(mongoUri, "sessionfold").withKafka(bootstrapServers).withTimeout(TIMEOUT);
    PollingReader started = new PollingReader(SessionReaders.open(settings), tenant);
    for (Thread thread : started.threads) {
      thread.setDaemon(true);
      thread.start();
    }
    return started;
  }

  /** Records that were acknowledged. */
  public void heard(List<Acknowledged> records) {
    synchronized (acknowledged) {
      heard += records.size();
      for (Acknowledged record : records) {
        if (record.key() != null && record.key().startsWith(tenant + "/")) {
          acknowledged.addLast(record);
          sessions.add(record.key());
        }
      }
      while (acknowledged.size() > WAITING) {
        acknowledged.removeFirst();
      }
    }
  }

  /** The first sessions stay, so that they are read before, during and after all that happens. */
  private List<String> watched() {
    synchronized (acknowledged) {
      return sessions.stream().limit(SESSIONS).toList();
    }
  }

  private @Nullable Acknowledged newest() {
    synchronized (acknowledged) {
      return acknowledged.pollLast();
    }
  }

  private void any() {
    int turn = 0;
    while (!closed) {
      List<String> watched = watched();
      if (!watched.isEmpty()) {
        String key = watched.get(turn % watched.size());
        read(key, null, Freshness.any(), ofAny, turn / watched.size() % 3 == 2);
        turn++;
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private void after() {
    while (!closed) {
      Acknowledged record = newest();
      if (record != null) {
        IngressTopic topic =
            record.topic().equals("agent-messages") ? IngressTopic.MESSAGES : IngressTopic.METADATA;
        Position position = Position.of(topic, record.partition(), record.offset());
        String at = record.topic() + "-" + record.partition() + "-" + record.offset();
        read(
            String.valueOf(record.key()),
            at,
            Freshness.after(position, READABLE_WITHIN),
            ofAfter,
            false);
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private void read(
      String key, @Nullable String after, Freshness freshness, Memory memory, boolean tail) {
    SessionKey session = SessionKey.parse(key).orElse(null);
    if (session == null) {
      return;
    }
    try {
      if (tail) {
        reader
            .tail(session, freshness)
            .ifPresent(t -> memory.sawRevision(key, t.session().revision()));
      } else {
        whole(key, after, reader.session(session, freshness), memory);
      }
      count();
    } catch (ReadUnavailableException | NotYetReadableException | EventRejectedException e) {
      // Away, late, or no good event: nothing was answered.
    } catch (SessionDamagedException e) {
      // A sink that was killed between a page and its session is started again.
      if (!String.valueOf(e.getMessage()).contains("is ahead of its session")) {
        failures.add(key + ": a reader was told: " + e.getMessage());
      }
    } catch (RuntimeException e) {
      failures.add(key + ": a read failed: " + e);
    }
  }

  private synchronized void count() {
    reads++;
  }

  private void whole(
      String key, @Nullable String after, Optional<Session> answered, Memory memory) {
    if (answered.isPresent()) {
      memory.saw(key, answered.get());
      Portrait portrait = Portraits.of(answered.get());
      sightings.add(new Sighting(key, answered.get().revision(), portrait, after));
    } else if (memory.missed(key) || after != null) {
      sightings.add(new Sighting(key, 0, null, after));
    }
  }

  /** How many records were acknowledged so far. */
  public int acknowledged() {
    synchronized (acknowledged) {
      return heard;
    }
  }

  /** How many reads were answered. */
  public synchronized int reads() {
    return reads;
  }

  /** What was seen; after {@link #close}. */
  public List<Sighting> sightings() {
    return List.copyOf(sightings);
  }

  /** What was wrong by itself; after {@link #close}. */
  public List<String> findings() {
    List<String> all = new ArrayList<>(ofAny.findings());
    all.addAll(ofAfter.findings());
    all.addAll(failures);
    return all;
  }

  /** Ends the reading. */
  @Override
  public void close() {
    closed = true;
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    reader.close();
  }
}
