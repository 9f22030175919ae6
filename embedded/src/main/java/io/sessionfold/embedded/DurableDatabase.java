package io.sessionfold.embedded;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.h2.H2Database;
import java.util.List;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.jspecify.annotations.Nullable;

/**
 * A database whose maps are opened with {@link KeyOrder} before the library opens them by the same
 * names: H2 then hands out the maps that are open. The library's own collections, {@code system.*},
 * have no documents as keys and stay as they are.
 */
final class DurableDatabase extends H2Database {
  private static final String DATA = "databases.";
  private static final String SYSTEM = ".system.";

  private final String name;
  private final @Nullable MVStore store;

  private DurableDatabase(String name, MVStore store, CursorRegistry cursors) {
    super(name, store, cursors);
    this.name = name;
    this.store = store;
  }

  /** Opens the maps of the database, of which its constructor opens the collections. */
  static DurableDatabase open(String name, MVStore store, CursorRegistry cursors) {
    for (String map : store.getMapNames()) {
      boolean data = map.startsWith(DATA + name + ".");
      boolean index = map.startsWith(name + ".") && map.contains("._index_");
      if ((data || index) && !map.contains(SYSTEM)) {
        open(store, map);
      }
    }
    return new DurableDatabase(name, store, cursors);
  }

  @Override
  protected Index<Object> openOrCreateUniqueIndex(
      String collection, String index, List<IndexKey> keys, boolean sparse) {
    create(collection, name + "." + collection + "._index_" + index);
    return super.openOrCreateUniqueIndex(collection, index, keys, sparse);
  }

  @Override
  protected MongoCollection<Object> openOrCreateCollection(
      String collection, CollectionOptions options) {
    create(collection, DATA + name + "." + collection);
    return super.openOrCreateCollection(collection, options);
  }

  private void create(String collection, String map) {
    // Without a store it is the library's constructor, which opens what is there already.
    if (store != null && !("." + collection).startsWith(SYSTEM)) {
      open(store, map);
    }
  }

  private static void open(MVStore store, String map) {
    MVMap<Object, Object> unused =
        store.openMap(map, new MVMap.Builder<Object, Object>().keyType(new KeyOrder()));
  }
}
