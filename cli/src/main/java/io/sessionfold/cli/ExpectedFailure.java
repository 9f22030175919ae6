package io.sessionfold.cli;

import io.sessionfold.cli.config.ConfigException;
import io.sessionfold.embedded.ServerRefusedException;
import io.sessionfold.ingest.PublishFailedException;
import io.sessionfold.projector.proof.ProofException;
import io.sessionfold.projector.rebuild.RebuildException;
import io.sessionfold.projector.runner.FencedMemberException;
import io.sessionfold.projector.runner.JournalUnreadableException;
import io.sessionfold.projector.store.OtherFoldException;
import io.sessionfold.projector.store.StoreRefusedException;
import io.sessionfold.projector.topology.ProjectorRefusedException;
import io.sessionfold.query.QueryException;
import io.sessionfold.sink.StoreUnavailableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;

/**
 * The one list of failures that are answers and no faults of ours: a server that is away, a
 * directory in use. Their message is all that a person needs, and names the remedy.
 */
public final class ExpectedFailure {
  private static final List<Class<? extends RuntimeException>> SAY_IT_THEMSELVES =
      List.of(
          CommandException.class,
          ConfigException.class,
          QueryException.class,
          PublishFailedException.class,
          StoreRefusedException.class,
          ProjectorRefusedException.class,
          JournalUnreadableException.class,
          FencedMemberException.class,
          OtherFoldException.class,
          RebuildException.class,
          ProofException.class,
          ServerRefusedException.class);

  private ExpectedFailure() {}

  /** What to tell; empty for a fault of ours, which needs its trace. */
  public static Optional<String> message(Throwable failure) {
    if (SAY_IT_THEMSELVES.stream().anyMatch(type -> type.isInstance(failure))) {
      return Optional.of(String.valueOf(failure.getMessage()));
    }
    if (failure instanceof StoreUnavailableException) {
      return Optional.of("a store is away (" + innermost(failure) + "): check that it runs");
    }
    if (failure instanceof KafkaException) {
      return Optional.of(
          "Kafka's client: "
              + innermost(failure)
              + "; check bootstrap-servers and kafka.* (docs/configuration.md)");
    }
    if (failure instanceof UncheckedIOException unchecked) {
      return Optional.of(unchecked.getMessage() + " (" + file(unchecked.getCause()) + ")");
    }
    return failure instanceof IOException io ? Optional.of(file(io)) : Optional.empty();
  }

  /** What went wrong with a file, where Java's message is only its path. */
  public static String file(IOException failure) {
    if (failure instanceof NoSuchFileException missing) {
      return missing.getFile() + " is not there";
    }
    if (failure instanceof AccessDeniedException denied) {
      return denied.getFile() + ": access is denied; check its owner and rights";
    }
    if (failure instanceof FileSystemException known && known.getReason() == null) {
      return known.getFile() + ": " + known.getClass().getSimpleName();
    }
    return String.valueOf(failure.getMessage());
  }

  private static String innermost(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.getMessage() == null ? cause.toString() : cause.getMessage();
  }
}
