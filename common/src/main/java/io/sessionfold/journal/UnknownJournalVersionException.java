package io.sessionfold.journal;

/** A journal record of a later release. */
public final class UnknownJournalVersionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnknownJournalVersionException(long version) {
    super(
        "journal version "
            + version
            + " is not known to this release, which reads version "
            + ChangeCodec.VERSION
            + ": upgrade it");
  }
}
