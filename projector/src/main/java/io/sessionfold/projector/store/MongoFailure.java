package io.sessionfold.projector.store;

/** What a failed call to MongoDB means for the one who called. */
public enum MongoFailure {
  /**
   * The server is away, cannot write for the time being, or did not say what became of the call:
   * the same call is repeated, which the fence makes harmless.
   */
  UNAVAILABLE,
  /** A document with this key is there already. */
  DUPLICATE_KEY,
  /** The document, or what it would become, is larger than the server takes. */
  TOO_LARGE,
  /** The server refuses the content of the call; repeating changes nothing. */
  REFUSED
}
