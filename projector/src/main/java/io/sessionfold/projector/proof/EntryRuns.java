package io.sessionfold.projector.proof;

import io.sessionfold.projector.regroup.ScratchDirectory;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Any number of entries in order, in bounded memory: sorted runs on disk, merged as they are read.
 * Of several entries of one session all come, one behind the other. Not thread-safe.
 */
final class EntryRuns implements AutoCloseable {
  /** How many runs are merged at once: each is an open file with a buffer. */
  private static final int FAN_IN = 32;

  private static final int BUFFER = 1 << 16;

  private final ScratchDirectory scratch;
  private final int held;
  private final List<Path> runs = new ArrayList<>();
  private final List<Run> open = new ArrayList<>();
  private List<Entry> entries = new ArrayList<>();

  /**
   * No entries yet.
   *
   * @param parent of the directory for what is not held
   * @param held how many entries are held in memory; an entry takes some 250 bytes
   */
  EntryRuns(Path parent, int held) {
    this.scratch = new ScratchDirectory(parent);
    this.held = held;
  }

  void add(Entry entry) {
    entries.add(entry);
    if (entries.size() >= held) {
      Collections.sort(entries);
      runs.add(write(entries.iterator()));
      entries = new ArrayList<>();
      if (runs.size() == FAN_IN) {
        Path merged = write(merge(List.of()));
        closeRuns();
        runs.forEach(EntryRuns::delete);
        runs.clear();
        runs.add(merged);
      }
    }
  }

  /** All of them in order. */
  Iterator<Entry> sorted() {
    Collections.sort(entries);
    return merge(entries);
  }

  private Iterator<Entry> merge(List<Entry> last) {
    PriorityQueue<Run> queue =
        new PriorityQueue<>(FAN_IN + 1, (a, b) -> a.head().compareTo(b.head()));
    for (Path run : runs) {
      Run reading = new Run(run);
      open.add(reading);
      enqueue(queue, reading);
    }
    enqueue(queue, new Run(last.iterator()));
    return new Merge(queue);
  }

  private static void enqueue(PriorityQueue<Run> queue, Run run) {
    if (run.advance()) {
      queue.add(run);
    }
  }

  private Path write(Iterator<Entry> sorted) {
    Path file = scratch.file();
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), BUFFER))) {
      while (sorted.hasNext()) {
        sorted.next().write(out);
      }
      return file;
    } catch (IOException e) {
      throw scratch.failed(e);
    }
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + file, e);
    }
  }

  private void closeRuns() {
    open.forEach(Run::close);
    open.clear();
  }

  @Override
  public void close() {
    closeRuns();
    scratch.close();
  }

  private static final class Merge implements Iterator<Entry> {
    private final PriorityQueue<Run> queue;

    Merge(PriorityQueue<Run> queue) {
      this.queue = queue;
    }

    @Override
    public boolean hasNext() {
      return !queue.isEmpty();
    }

    @Override
    public Entry next() {
      Run run = queue.poll();
      if (run == null) {
        throw new NoSuchElementException();
      }
      Entry entry = run.head();
      enqueue(queue, run);
      return entry;
    }
  }

  private static final class Run implements Closeable {
    private final @Nullable DataInputStream in;
    private final Iterator<Entry> memory;
    private @Nullable Entry head;

    Run(Iterator<Entry> memory) {
      this.in = null;
      this.memory = memory;
    }

    Run(Path file) {
      this.memory = Collections.emptyIterator();
      try {
        in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER));
      } catch (IOException e) {
        throw new UncheckedIOException("cannot read " + file, e);
      }
    }

    boolean advance() {
      try {
        head = in != null ? Entry.read(in) : memory.hasNext() ? memory.next() : null;
        return head != null;
      } catch (IOException e) {
        throw new UncheckedIOException("cannot read a temporary file", e);
      }
    }

    Entry head() {
      if (head == null) {
        throw new NoSuchElementException();
      }
      return head;
    }

    @Override
    public void close() {
      try {
        if (in != null) {
          in.close();
        }
      } catch (IOException e) {
        throw new UncheckedIOException("cannot close a temporary file", e);
      }
    }
  }
}
