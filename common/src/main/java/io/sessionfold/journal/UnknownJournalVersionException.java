package io.sessionfold.journal;

import io.sessionfold.event.EventType;

/** A journal record of a later release: whole, and not to be read by this one. */
public final class UnknownJournalVersionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private UnknownJournalVersionException(String what) {
    super(what + ": upgrade it");
  }

  static UnknownJournalVersionException ofJournal(long version) {
    return new UnknownJournalVersionException(
        "journal version "
            + version
            + " is not known to this release, which reads version "
            + ChangeCodec.VERSION);
  }

  static UnknownJournalVersionException ofType(String name) {
    return new UnknownJournalVersionException("type " + name + " is not known to this release");
  }

  static UnknownJournalVersionException ofEvent(EventType type, long version) {
    return new UnknownJournalVersionException(
        "version " + version + " of " + type.wireName() + " is not known to this release");
  }
}
