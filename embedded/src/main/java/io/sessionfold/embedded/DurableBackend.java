package io.sessionfold.embedded;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.message.MongoMessage;
import java.nio.file.Path;
import org.h2.mvstore.MVStore;

/**
 * The H2 backend, with every command committed to the file before it is answered. On its own it
 * commits once a second, and a killed process would lose writes that it had acknowledged.
 *
 * <p>Commands run one at a time, so that a commit never stores half of another one.
 */
final class DurableBackend extends H2Backend {
  private final MVStore store;
  private final Object oneAtATime = new Object();

  DurableBackend(Path file) {
    this(new MVStore.Builder().fileName(file.toString()).autoCommitDisabled().open());
  }

  private DurableBackend(MVStore store) {
    super(store);
    this.store = store;
    // Space is free as soon as nothing refers to it. The default waits 45 s, for disks that reorder
    // writes on a power failure, and the file grows by every write of that time.
    store.setRetentionTime(0);
    store.setVersionsToKeep(0);
  }

  @Override
  protected MongoDatabase openOrCreateDatabase(String name) {
    return DurableDatabase.open(name, getMvStore(), getCursorRegistry());
  }

  /**
   * Every command of a driver but the handshake; commits nothing if nothing was written. What it
   * answers is a copy: an answer is encoded later, and updates change the stored documents
   * themselves, so a reader would see half of one.
   */
  @Override
  public Document handleMessage(MongoMessage message) {
    synchronized (oneAtATime) {
      try {
        return super.handleMessage(message).cloneDeeply();
      } finally {
        if (store.hasUnsavedChanges()) {
          store.commit();
        }
      }
    }
  }
}
