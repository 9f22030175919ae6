package io.sessionfold.projector.proof;

import com.mongodb.client.MongoDatabase;
import io.sessionfold.store.ActivePointer;
import java.nio.file.Path;
import java.util.Set;

/**
 * What is proved.
 *
 * @param database of the documents, watermarks and marks of quarantine
 * @param files the root of the files
 * @param documentGeneration of the documents
 * @param fileGeneration of the files
 * @param journal that both are made from
 * @param only the projections that are asked for
 */
public record ProofTarget(
    MongoDatabase database,
    Path files,
    int documentGeneration,
    int fileGeneration,
    int journal,
    Set<Source> only) {
  /** Copies the set. */
  public ProofTarget {
    only = Set.copyOf(only);
  }

  /** What is active. */
  public static ProofTarget active(
      MongoDatabase database, Path files, ActivePointer active, Set<Source> only) {
    return new ProofTarget(
        database, files, active.documents(), active.files(), active.journal(), only);
  }

  int generation(Source source) {
    return source == Source.FILES ? fileGeneration : documentGeneration;
  }
}
