package io.sessionfold.projector.mongo;

import io.sessionfold.bson.ReadableBson;
import io.sessionfold.document.PageDocument;
import io.sessionfold.document.SessionDocument;
import io.sessionfold.document.SessionUpdate;
import io.sessionfold.document.StoredMessage;
import io.sessionfold.event.SessionKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bson.BsonDocument;

/** Changes to messages of a page that is stored. */
final class StoredPageEdit {
  /** A page above it is written anew, its largest units as text if they must be. */
  private static final int LARGEST_UPDATED = 12 * 1024 * 1024;

  private StoredPageEdit() {}

  /**
   * Adds the write that the edits come to, if the page has not had them all.
   *
   * @return whether the page still fits into a document
   */
  static boolean of(
      SessionKey key,
      long page,
      BsonDocument document,
      List<MessageEdit> edits,
      List<PageWrite> writes) {
    long revision = SessionDocument.revision(document);
    List<MessageEdit> fresh = edits.stream().filter(e -> e.revision() > revision).toList();
    if (fresh.isEmpty()) {
      return true;
    }
    long last = fresh.get(fresh.size() - 1).revision();
    List<StoredMessage> stored = PageDocument.messages(document);
    Map<Integer, StoredMessage> changed = changed(stored, page, fresh);
    BsonDocument update = SessionUpdate.page(stored, changed, last);
    if (ReadableBson.size(document) + ReadableBson.size(update) <= LARGEST_UPDATED) {
      writes.add(new PageWrite.Update(page, revision, update));
      return true;
    }
    List<StoredMessage> all = new ArrayList<>(stored);
    changed.forEach(all::set);
    Optional<BsonDocument> anew = PageDocument.write(key, page, last, all);
    anew.ifPresent(whole -> writes.add(new PageWrite.Replace(page, revision, whole)));
    return anew.isPresent();
  }

  private static Map<Integer, StoredMessage> changed(
      List<StoredMessage> stored, long page, List<MessageEdit> edits) {
    Map<Integer, Slot> slots = new HashMap<>();
    for (MessageEdit edit : edits) {
      int position = position(stored, edit);
      slots.computeIfAbsent(position, p -> Slot.of(stored.get(p), page)).change(edit.step());
    }
    Map<Integer, StoredMessage> changed = new HashMap<>();
    slots.forEach((position, slot) -> changed.put(position, slot.stored()));
    return changed;
  }

  private static int position(List<StoredMessage> stored, MessageEdit edit) {
    for (int i = 0; i < stored.size(); i++) {
      StoredMessage message = stored.get(i);
      if (message.index() == edit.index() && message.agent().equals(edit.agent())) {
        return i;
      }
    }
    throw new IllegalStateException(
        "page " + edit.page() + " lacks a message of its own; documents are read-only for others");
  }
}
