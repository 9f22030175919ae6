package io.sessionfold.projector.mongo;

import io.sessionfold.document.SessionDocument;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/** What is known of a session's documents when its changes are planned. */
sealed interface Stored {
  /** The revision that the plan continues from. */
  long revision();

  /** The open page; 0 where nothing says another. */
  long openPage();

  /** There is no document. */
  record Nothing() implements Stored {
    @Override
    public long revision() {
      return 0;
    }

    @Override
    public long openPage() {
      return 0;
    }
  }

  /**
   * There should be one of this revision; its content was not read.
   *
   * @param page its open page, where known
   */
  record Assumed(long revision, @Nullable Long page) implements Stored {
    @Override
    public long openPage() {
      return page == null ? 0 : page;
    }
  }

  /**
   * The document as it was read, and those pages that were asked for.
   *
   * @param pages by number; empty where there is no such page
   */
  record Read(BsonDocument document, Map<Long, Optional<BsonDocument>> pages) implements Stored {
    Read(BsonDocument document) {
      this(document, Map.of());
    }

    @Override
    public long revision() {
      return SessionDocument.revision(document);
    }

    @Override
    public long openPage() {
      return SessionDocument.page(document);
    }

    Read with(Map<Long, Optional<BsonDocument>> more) {
      Map<Long, Optional<BsonDocument>> all = new HashMap<>(pages);
      all.putAll(more);
      return new Read(document, all);
    }
  }
}
