package io.sessionfold.query;

/** Opens readers. */
public final class SessionReaders {
  private SessionReaders() {}

  /**
   * A reader of one database. It connects when it is first asked something, so that it may be
   * opened before its servers run.
   */
  public static SessionReader open(ReaderSettings settings) {
    return new MongoSessionReader(settings);
  }
}
