package io.sessionfold.projector.store;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoConnectionPoolClearedException;
import com.mongodb.MongoException;
import com.mongodb.MongoExecutionTimeoutException;
import com.mongodb.MongoInterruptedException;
import com.mongodb.MongoNodeIsRecoveringException;
import com.mongodb.MongoNotPrimaryException;
import com.mongodb.MongoOperationTimeoutException;
import com.mongodb.MongoSecurityException;
import com.mongodb.MongoServerUnavailableException;
import com.mongodb.MongoSocketException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.MongoWriteConcernException;
import io.sessionfold.sink.StoreUnavailableException;
import java.util.Set;
import java.util.function.Supplier;
import org.bson.BsonMaximumSizeExceededException;
import org.bson.BsonSerializationException;

/**
 * The one place that judges the driver's exceptions: by their types, labels and codes, never by the
 * text of a message. What is not known of a write of content is {@link MongoFailure#REFUSED}, since
 * repeating it for ever would stop everything behind it; what is not known of any other {@link
 * #call} is an outage, since nobody but the server can be at fault.
 */
public final class MongoFailures {
  /** BSONObjectTooLarge, and the two codes of an update whose result is too large. */
  private static final Set<Integer> TOO_LARGE = Set.of(10334, 17419, 17420);

  /**
   * Codes after which the same call can succeed: elections and shutdowns, time-outs and conflicts,
   * killed cursors and stale routing, a full disk or blocked writes, and missing rights (which are
   * the operator's matter; they say nothing about a session). Names and numbers are the server's
   * error_codes.yml.
   */
  private static final Set<Integer> UNAVAILABLE =
      Set.of(
          6, // HostUnreachable
          7, // HostNotFound
          13, // Unauthorized
          18, // AuthenticationFailed
          24, // LockTimeout
          43, // CursorNotFound
          46, // LockBusy
          50, // MaxTimeMSExpired
          63, // StaleShardVersion
          64, // WriteConcernTimeout
          79, // UnknownReplWriteConcern
          82, // NoProgressMade
          89, // NetworkTimeout
          90, // CallbackCanceled
          91, // ShutdownInProgress
          100, // UnsatisfiableWriteConcern
          107, // LockFailed
          112, // WriteConflict
          117, // ConflictingOperationInProgress
          133, // FailedToSatisfyReadPreference
          134, // ReadConcernMajorityNotAvailableYet
          145, // PooledConnectionsDropped
          150, // StaleEpoch
          175, // QueryPlanKilled
          189, // PrimarySteppedDown
          202, // NetworkInterfaceExceededTimeLimit
          215, // DatabaseDropPending
          216, // ElectionInProgress
          237, // CursorKilled
          239, // SnapshotTooOld
          246, // SnapshotUnavailable
          249, // StaleDbVersion
          250, // StaleChunkHistory
          262, // ExceededTimeLimit
          264, // TooManyFilesOpen
          272, // MigrationConflict
          279, // ClientDisconnect
          355, // InterruptedDueToStorageChange
          365, // TemporarilyUnavailable
          371, // UserWritesBlocked
          391, // ReauthenticationRequired
          402, // ResourceExhausted
          433, // AdmissionQueueOverflow
          449, // RateLimitExceeded
          9001, // SocketException
          10107, // NotWritablePrimary
          11600, // InterruptedAtShutdown
          11601, // Interrupted
          11602, // InterruptedDueToReplStateChange
          13388, // StaleConfig
          13435, // NotPrimaryNoSecondaryOk
          13436, // NotPrimaryOrSecondary
          14031); // OutOfDiskSpace

  private MongoFailures() {}

  /**
   * What a failed call means.
   *
   * @throws RuntimeException that very exception, if it is neither the driver's nor its codecs'
   */
  public static MongoFailure of(RuntimeException e) {
    if (e instanceof BsonMaximumSizeExceededException) {
      return MongoFailure.TOO_LARGE;
    }
    if (e instanceof BsonSerializationException) {
      return MongoFailure.REFUSED;
    }
    if (e instanceof MongoBulkWriteException bulk) {
      return ofBulk(bulk);
    }
    if (e instanceof MongoException mongo) {
      return isUnavailable(mongo) ? MongoFailure.UNAVAILABLE : ofCode(mongo.getCode());
    }
    throw e;
  }

  /** What an error code of the server means; that of one operation of a bulk, for example. */
  public static MongoFailure ofCode(int code) {
    if (ErrorCategory.fromErrorCode(code) == ErrorCategory.DUPLICATE_KEY) {
      return MongoFailure.DUPLICATE_KEY;
    }
    if (TOO_LARGE.contains(code)) {
      return MongoFailure.TOO_LARGE;
    }
    return UNAVAILABLE.contains(code) ? MongoFailure.UNAVAILABLE : MongoFailure.REFUSED;
  }

  /**
   * Makes a call that carries no content of a session: a read, or a write of one of our own small
   * documents. Every failure but an id that is there already is an outage.
   *
   * @param doing completes "MongoDB is not available for …"
   * @throws MongoException if a document with the id is there already
   */
  public static <T> T call(String doing, Supplier<T> call) {
    try {
      return call.get();
    } catch (MongoException e) {
      if (of(e) == MongoFailure.DUPLICATE_KEY) {
        throw e;
      }
      throw unavailable(doing, e);
    }
  }

  /** The sink's exception for an outage. */
  public static StoreUnavailableException unavailable(String doing, RuntimeException cause) {
    return new StoreUnavailableException(
        "MongoDB is not available for "
            + doing
            + " ("
            + name(cause)
            + "): check that the server runs, can be reached, has a primary, free disk space and"
            + " the rights for this user; it is tried again until it works",
        cause);
  }

  /** The exception and the server's code, and never its message, which may hold content. */
  public static String name(RuntimeException e) {
    String type = e.getClass().getSimpleName();
    if (e instanceof MongoCommandException command) {
      return type + ", error " + command.getErrorCode() + " " + command.getErrorCodeName();
    }
    if (e instanceof MongoBulkWriteException bulk && !bulk.getWriteErrors().isEmpty()) {
      return type + ", error " + bulk.getWriteErrors().get(0).getCode();
    }
    return e instanceof MongoException mongo && mongo.getCode() > 0
        ? type + ", error " + mongo.getCode()
        : type;
  }

  /** A bulk as a whole: an outage if any part of it is one, else as its first error. */
  private static MongoFailure ofBulk(MongoBulkWriteException bulk) {
    if (bulk.getWriteConcernError() != null
        || isUnavailable(bulk)
        || bulk.getWriteErrors().stream()
            .anyMatch(error -> ofCode(error.getCode()) == MongoFailure.UNAVAILABLE)) {
      return MongoFailure.UNAVAILABLE;
    }
    return bulk.getWriteErrors().isEmpty()
        ? MongoFailure.REFUSED
        : ofCode(bulk.getWriteErrors().get(0).getCode());
  }

  private static boolean isUnavailable(MongoException e) {
    return e instanceof MongoSocketException
        || e instanceof MongoTimeoutException
        || e instanceof MongoOperationTimeoutException
        || e instanceof MongoExecutionTimeoutException
        || e instanceof MongoNotPrimaryException
        || e instanceof MongoNodeIsRecoveringException
        || e instanceof MongoServerUnavailableException
        || e instanceof MongoConnectionPoolClearedException
        || e instanceof MongoWriteConcernException
        || e instanceof MongoSecurityException
        || e instanceof MongoInterruptedException
        || e.hasErrorLabel("RetryableWriteError")
        || e.hasErrorLabel("RetryableError")
        || e.hasErrorLabel(MongoException.TRANSIENT_TRANSACTION_ERROR_LABEL)
        || UNAVAILABLE.contains(e.getCode());
  }
}
