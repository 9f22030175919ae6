package io.sessionfold.projector.proof;

import java.util.EnumMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** The entries of all sources, session by session. */
final class ThreeWayJoin implements Iterator<Map<Source, Entry>> {
  private final Map<Source, Iterator<Entry>> sources = new EnumMap<>(Source.class);
  private final Map<Source, Entry> heads = new EnumMap<>(Source.class);

  /** Of iterators that are in order. */
  ThreeWayJoin(Map<Source, Iterator<Entry>> sources) {
    this.sources.putAll(sources);
    sources.keySet().forEach(this::advance);
  }

  private void advance(Source source) {
    Iterator<Entry> entries = sources.get(source);
    if (entries != null && entries.hasNext()) {
      heads.put(source, entries.next());
    } else {
      heads.remove(source);
    }
  }

  @Override
  public boolean hasNext() {
    return !heads.isEmpty();
  }

  /** What each source says of the next session; a source that has nothing is absent. */
  @Override
  public Map<Source, Entry> next() {
    Entry least = heads.values().stream().min(Entry::compareTo).orElse(null);
    if (least == null) {
      throw new NoSuchElementException();
    }
    Map<Source, Entry> row = new EnumMap<>(Source.class);
    for (Source source : sources.keySet()) {
      for (Entry head = heads.get(source); least.equals(head); head = heads.get(source)) {
        row.merge(source, head, ThreeWayJoin::twice);
        advance(source);
      }
    }
    return row;
  }

  /** A source that has a session in two places is damaged. */
  private static Entry twice(Entry one, Entry other) {
    @Nullable Entry told = one.digest() == null ? one : other.digest() == null ? other : null;
    return told == null ? Entry.damaged(one.session(), one.revision(), "is there twice") : told;
  }
}
