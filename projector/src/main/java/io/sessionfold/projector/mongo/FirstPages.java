package io.sessionfold.projector.mongo;

import io.sessionfold.document.PageDocument;
import io.sessionfold.document.StoredMessage;
import io.sessionfold.event.SessionKey;
import io.sessionfold.journal.Change.Applied;
import io.sessionfold.session.Message;
import io.sessionfold.session.Session;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.bson.BsonDocument;

/**
 * The pages that the first changes of a session close.
 *
 * @param fences by page, the revision of the last change that touched it
 * @param open the number of the open page
 */
record FirstPages(Session session, Map<Long, Long> fences, long open) {
  static FirstPages of(Session session, List<Applied> changes) {
    Map<Long, Long> fences = new TreeMap<>();
    long open = 0;
    for (Applied change : changes) {
      Long page = change.page();
      if (page == null) {
        continue;
      }
      if (page > open) {
        fences.put(open, change.revision());
        open = page;
      } else if (page < open) {
        fences.put(page, change.revision());
      }
    }
    return new FirstPages(session, fences, open);
  }

  /** Writes of them all; empty if one does not fit into a document. */
  Optional<List<PageWrite>> writes(SessionKey key) {
    List<PageWrite> writes = new ArrayList<>();
    Map<Long, List<StoredMessage>> byPage = new HashMap<>();
    for (Message message : session.messages()) {
      if (fences.containsKey(message.page())) {
        byPage
            .computeIfAbsent(message.page(), page -> new ArrayList<>())
            .add(StoredMessage.of(message));
      }
    }
    for (Map.Entry<Long, Long> entry : fences.entrySet()) {
      long page = entry.getKey();
      long revision = entry.getValue();
      List<StoredMessage> messages = byPage.getOrDefault(page, List.of());
      Optional<BsonDocument> document = PageDocument.write(key, page, revision, messages);
      if (document.isEmpty()) {
        return Optional.empty();
      }
      writes.add(new PageWrite.Put(page, revision, document.get()));
    }
    return Optional.of(writes);
  }
}
