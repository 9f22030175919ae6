package io.sessionfold.query.feed;

import io.sessionfold.journal.Change.Applied;
import io.sessionfold.journal.ChangeCodec;
import io.sessionfold.journal.UnknownJournalVersionException;
import io.sessionfold.query.ActiveJournal;
import io.sessionfold.query.ActiveJournal.JournalTopic;
import io.sessionfold.query.ReadUnavailableException;
import io.sessionfold.query.feed.LiveFeed.Arrival;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads all partitions of the active journal as it grows, from its last stretch on, with one
 * consumer. What cannot be read is tried again for ever.
 */
final class JournalFollower implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(JournalFollower.class);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration FETCH = Duration.ofMillis(500);
  private static final int FETCH_BYTES = 1 << 18;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final ActiveJournal journal;
  private final LiveFeed live;
  private final JournalWatch watch;
  private volatile String failure = "";

  JournalFollower(ActiveJournal journal, LiveFeed live, JournalWatch watch) {
    this.journal = journal;
    this.live = live;
    this.watch = watch;
  }

  /** Why nothing can be read; empty if it can. */
  String failure() {
    return failure;
  }

  @Override
  public void run() {
    Duration pause = FIRST_PAUSE;
    do {
      JournalTopic topic = watch.topic();
      boolean read = topic == null || follow(topic);
      Duration longer = pause.multipliedBy(2);
      pause = read ? FIRST_PAUSE : longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
    } while (!watch.isClosedAfter(pause));
  }

  /** Follows until another journal is active; answers whether anything could be read. */
  private boolean follow(JournalTopic topic) {
    try (Consumer<byte[], byte[]> consumer = journal.consumer(FETCH, FETCH_BYTES)) {
      long[] positions = begin(topic);
      consumer.assign(topic.all());
      topic.all().forEach(p -> consumer.seek(p, positions[p.partition()]));
      while (topic.equals(watch.topic()) && !watch.isClosedAfter(Duration.ZERO)) {
        read(consumer, topic, positions);
        failure = "";
      }
      return true;
    } catch (InvalidOffsetException e) {
      live.forget();
      return failed(topic.name() + " does not have what it had: it was cut or made anew");
    } catch (KafkaException e) {
      return failed(journal.unavailable("reading " + topic.name(), e).getMessage());
    } catch (ReadUnavailableException e) {
      return failed(e.getMessage());
    } catch (UnknownJournalVersionException e) {
      return failed(topic.name() + " is of a later release: " + e.getMessage());
    } catch (RuntimeException e) {
      // What the text of a change may be part of is not passed on.
      return failed("a change in " + topic.name() + " cannot be read (" + e.getClass() + ")");
    }
  }

  private long[] begin(JournalTopic topic) {
    long[] ends = journal.ends(topic);
    long[] positions = live.positions(topic);
    if (positions != null) {
      live.holdUntil(topic, ends);
      return positions;
    }
    long share = Math.max(1, live.settings().windowChanges() / topic.partitions());
    long[] starts = journal.beginnings(topic);
    for (int p = 0; p < starts.length; p++) {
      starts[p] = Math.max(starts[p], ends[p] - share);
    }
    live.begin(topic, starts, ends);
    return starts;
  }

  private void read(Consumer<byte[], byte[]> consumer, JournalTopic topic, long[] positions) {
    List<Arrival> arrivals = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
      if (ChangeCodec.read(record.value()) instanceof Applied applied) {
        arrivals.add(new Arrival(FeedEntry.of(record, applied), applied));
      }
    }
    topic.all().forEach(p -> positions[p.partition()] = consumer.position(p));
    live.append(arrivals, positions);
  }

  private boolean failed(String why) {
    if (!why.equals(failure)) {
      LOG.warn("the change feed: {}", why);
    }
    failure = why;
    live.hold();
    return false;
  }
}
