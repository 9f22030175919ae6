package io.sessionfold.projector.proof;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** How far a proof is, for whoever looks on. Thread-safe. */
public final class ProofProgress {
  private final Map<Source, LongAdder> sessions = new EnumMap<>(Source.class);
  private final LongAdder records = new LongAdder();
  private volatile long recordsToRead;
  private volatile String doing = "starting";

  /** Nothing yet. */
  public ProofProgress() {
    for (Source source : Source.values()) {
      sessions.put(source, new LongAdder());
    }
  }

  void session(Source source) {
    adder(source).increment();
  }

  void records(long read) {
    records.add(read);
  }

  void toRead(long all) {
    recordsToRead = all;
  }

  void doing(String what) {
    doing = what;
  }

  /** What is done at this moment. */
  public String doing() {
    return doing;
  }

  /** How many sessions of a source were read. */
  public long sessions(Source source) {
    return adder(source).sum();
  }

  /** How many records of the journal were read. */
  public long records() {
    return records.sum();
  }

  /** The offsets that the journal has, which are a few more than its records. */
  public long recordsToRead() {
    return recordsToRead;
  }

  private LongAdder adder(Source source) {
    return sessions.getOrDefault(source, new LongAdder());
  }
}
