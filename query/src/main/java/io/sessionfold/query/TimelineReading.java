package io.sessionfold.query;

import io.sessionfold.document.PageDocument;
import io.sessionfold.document.SessionDocument;
import io.sessionfold.document.StoredSession;
import io.sessionfold.session.Session;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Reads one page of a timeline. The clocks of producers may go back, so that any message may be the
 * next one: the times of all messages are looked at, a few pages at once, and only the keys that
 * are wanted are kept; then the messages that they name are read.
 */
final class TimelineReading {
  private static final TimelineKey FIRST = new TimelineKey(Instant.MIN, 0, 0);

  /** What stands behind a key: an entry, or the page that a message is on. */
  private record Found(@Nullable TimelineEntry entry, long page) {}

  private final SessionDocuments documents;
  private final TimelineQuery query;
  private final TimelineKey after;
  private final boolean bounded;
  private final TreeMap<TimelineKey, Found> wanted;

  TimelineReading(SessionDocuments documents, TimelineQuery query) {
    this.documents = documents;
    this.query = query;
    String cursor = query.cursor();
    bounded = cursor != null;
    after = cursor == null ? FIRST : TimelineKey.parse(cursor);
    wanted = query.newestFirst() ? new TreeMap<>(Comparator.reverseOrder()) : new TreeMap<>();
  }

  TimelinePage read() {
    Optional<BsonDocument> document = documents.session();
    if (document.isEmpty()) {
      return TimelinePage.NONE;
    }
    StoredSession stored = SessionDocument.read(document.get());
    Session session = stored.session();
    SessionTimeline.of(session).forEach(entry -> offer(entry.key(), new Found(entry, 0)));
    for (long from = 0; from < stored.page(); from += SessionDocuments.AT_ONCE) {
      if (!offerPages(from, Math.min(from + SessionDocuments.AT_ONCE, stored.page()))) {
        return TimelinePage.NONE;
      }
    }
    return page(session.revision());
  }

  private void offer(TimelineKey key, Found found) {
    boolean behind = query.newestFirst() ? key.compareTo(after) < 0 : key.compareTo(after) > 0;
    if (!bounded || behind) {
      wanted.put(key, found);
      if (wanted.size() > query.limit() + 1) {
        wanted.pollLastEntry();
      }
    }
  }

  /** False if the session was deleted meanwhile. */
  private boolean offerPages(long from, long to) {
    List<BsonDocument> pages = documents.times(from, to);
    for (BsonDocument page : pages) {
      if (SessionDocument.deleted(page)) {
        return false;
      }
      long number = SessionDocument.page(page);
      BsonDocument own = page.getDocument("sessionfold");
      for (BsonValue value : own.getArray("messages")) {
        BsonDocument facts = value.asDocument();
        Instant time = Instant.ofEpochMilli(facts.getDateTime("time").getValue());
        long seq = facts.getNumber("seq").longValue();
        offer(new TimelineKey(time, TimelineKey.MESSAGE, seq), new Found(null, number));
      }
    }
    if (pages.size() != to - from) {
      throw documents.missing(missing(pages, from));
    }
    return true;
  }

  private static long missing(List<BsonDocument> pages, long from) {
    List<Long> there = pages.stream().map(SessionDocument::page).toList();
    long number = from;
    while (there.contains(number)) {
      number++;
    }
    return number;
  }

  private TimelinePage page(long revision) {
    boolean more = wanted.size() > query.limit();
    if (more) {
      wanted.pollLastEntry();
    }
    if (wanted.isEmpty()) {
      return new TimelinePage(List.of(), null, false, revision);
    }
    Map<TimelineKey, TimelineEntry> read = new HashMap<>();
    wanted.values().stream()
        .filter(found -> found.entry() == null)
        .mapToLong(Found::page)
        .distinct()
        .forEach(number -> readPage(number, read));
    List<TimelineEntry> entries = new ArrayList<>();
    wanted.forEach(
        (key, found) -> {
          TimelineEntry entry = found.entry() == null ? read.get(key) : found.entry();
          if (entry != null) {
            entries.add(entry);
          }
        });
    return new TimelinePage(entries, wanted.lastKey().text(), more, revision);
  }

  private void readPage(long number, Map<TimelineKey, TimelineEntry> read) {
    BsonDocument page = documents.page(number);
    if (page == null) {
      throw documents.missing(number);
    }
    if (SessionDocument.deleted(page)) {
      return;
    }
    PageDocument.messages(page).stream()
        .map(stored -> new TimelineEntry.Said(stored.message(number)))
        .filter(said -> wanted.containsKey(said.key()))
        .forEach(said -> read.put(said.key(), said));
  }
}
