package io.sessionfold.journal;

import java.util.Locale;

/** The classes of reasons for which an event is rejected. Their names are part of the journal. */
public enum RejectionCode {
  /** The record is not a CloudEvent, or lacks a required attribute. */
  NOT_CLOUDEVENT,
  /** The data is not JSON, or not UTF-8. */
  NOT_JSON,
  /** An object of the data has a member twice. */
  DUPLICATE_NAME,
  /** The data is nested too deep. */
  TOO_DEEP,
  /** The record has no key. */
  NO_KEY,
  /** The key is not a session key. */
  BAD_KEY,
  /** The key contradicts the CloudEvents subject. */
  KEY_MISMATCH,
  /** The record is on another partition than its key's: another partitioner made it. */
  MISROUTED,
  /** The type is not one of ours. */
  UNKNOWN_TYPE,
  /** The type is ours, its version is not known. */
  UNKNOWN_VERSION,
  /** The type belongs on the other ingress topic. */
  WRONG_TOPIC,
  /** The CloudEvents time is not RFC 3339. */
  BAD_TIME,
  /** The data does not fit its schema. */
  SCHEMA,
  /** A limit would be passed. */
  LIMIT,
  /** The target is not an applied message of the session. */
  UNKNOWN_TARGET,
  /** The message would not get its expected index. */
  CONFLICT,
  /** The id was used for other content. */
  ID_REUSED,
  /** A metadata path leads through a value that is not an object. */
  PATH_CONFLICT,
  /** The session is deleted. */
  DELETED;

  /** The name in the journal: lower case with hyphens. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The code of that name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static RejectionCode named(String wireName) {
    return valueOf(wireName.toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}
