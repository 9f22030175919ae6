package io.sessionfold.projector.mongo;

import io.sessionfold.document.DocumentIds;
import java.util.Collection;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.BsonValue;

/** Filters of reads and writes: every one names the shard key, every write the fence. */
final class Filters {
  private static final String REVISION = "sessionfold.revision";

  private Filters() {}

  static BsonDocument session(Job job, SessionWrite write) {
    BsonDocument filter = new BsonDocument("_id", job.id());
    if (write instanceof SessionWrite.Update update) {
      filter.put(REVISION, new BsonInt64(update.expected()));
      if (update.page() != null) {
        filter.put("sessionfold.page", new BsonInt64(update.page()));
      }
    } else if (write instanceof SessionWrite.Replace replace) {
      filter.put(REVISION, new BsonInt64(replace.expected()));
    }
    return filter;
  }

  /** A page that is there and of that revision. */
  static BsonDocument page(Job job, long page, long revision) {
    return page(job, page).append(REVISION, new BsonInt64(revision));
  }

  /** A page that is there and older. */
  static BsonDocument olderPage(Job job, long page, long revision) {
    return page(job, page).append(REVISION, new BsonDocument("$lt", new BsonInt64(revision)));
  }

  private static BsonDocument page(Job job, long page) {
    return new BsonDocument("_id", DocumentIds.page(job.key(), page))
        .append("session", new BsonString(DocumentIds.of(job.key())));
  }

  static BsonDocument anyOf(String field, Collection<? extends BsonValue> values) {
    return new BsonDocument(field, new BsonDocument("$in", new BsonArray(List.copyOf(values))));
  }
}
