package io.sessionfold.store;

import java.time.Duration;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.jspecify.annotations.Nullable;

/**
 * The one document that names what is active. Readers find everything by it, so that they see one
 * generation or another and never a mix.
 *
 * @param documents the generation of the MongoDB documents
 * @param files the generation of the files
 * @param journal the journal
 * @param rootId the id of the files' root; absent until a first sink of files has named it
 */
public record ActivePointer(int documents, int files, int journal, @Nullable String rootId) {
  /** The {@code _id} of the pointer in the collection {@link StoreNames#GENERATIONS}. */
  public static final String ID = "active";

  /** What a new database points to. */
  public static final ActivePointer FIRST = new ActivePointer(1, 1, 1, null);

  /** How long a reader may use a reading of the pointer without looking at it again. */
  public static final Duration GOOD_FOR = Duration.ofMillis(250);

  /**
   * How long what the pointer has left stays where it is at least. A read that took longer, since
   * it asked for the pointer, looks at it again before it believes what it has read.
   */
  public static final Duration LINGERS = Duration.ofSeconds(1);

  /** The field of {@code rootId}. */
  public static final String ROOT_ID = "root_id";

  /** Refuses numbers below 1. */
  public ActivePointer {
    if (documents < 1 || files < 1 || journal < 1) {
      throw new IllegalArgumentException("generations and journals are numbered from 1");
    }
  }

  /** The active generation of a projection. */
  public int generation(Projection projection) {
    return projection == Projection.DOCUMENTS ? documents : files;
  }

  /** The pointer that names another generation, of the same journal, for a projection. */
  public ActivePointer with(Projection projection, int generation) {
    return projection == Projection.DOCUMENTS
        ? new ActivePointer(generation, files, journal, rootId)
        : new ActivePointer(documents, generation, journal, rootId);
  }

  /** The pointer that names the same generations and another journal. */
  public ActivePointer withJournal(int other) {
    return new ActivePointer(documents, files, other, rootId);
  }

  /** The whole document. */
  public BsonDocument toBson() {
    BsonDocument document =
        new BsonDocument("_id", new BsonString(ID))
            .append("documents", new BsonInt32(documents))
            .append("files", new BsonInt32(files))
            .append("journal", new BsonInt32(journal));
    return rootId == null ? document : document.append(ROOT_ID, new BsonString(rootId));
  }

  /** Reads what {@link #toBson} wrote; members that it does not know are left alone. */
  public static ActivePointer read(BsonDocument document) {
    return new ActivePointer(
        document.getNumber("documents").intValue(),
        document.getNumber("files").intValue(),
        document.getNumber("journal").intValue(),
        BsonMembers.string(document, ROOT_ID));
  }
}
