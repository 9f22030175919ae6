package io.sessionfold.projector.mongo;

import io.sessionfold.document.PageDocument;
import io.sessionfold.document.StoredMessage;
import io.sessionfold.journal.Change.Applied;
import io.sessionfold.session.Message;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Changes applied to the messages of the open page: what is appended, which pages it closes, and
 * what is left to do on pages that are stored already.
 */
final class MessageFold {
  /**
   * A page that the changes closed.
   *
   * @param revision of the last change that touched it
   */
  record Closed(List<Slot> slots, long revision) {}

  private final boolean tailKnown;
  private @Nullable Long page;
  private List<Slot> tail = new ArrayList<>();
  private final Set<String> formerAgents = new HashSet<>();
  private final Map<Long, Closed> closed = new TreeMap<>();
  private final Map<Long, List<MessageEdit>> storedEdits = new TreeMap<>();
  private @Nullable Map<String, Map<Long, Slot>> byPlace;
  private int storedInTail;
  private boolean tailChanged;

  private MessageFold(boolean tailKnown, @Nullable Long page) {
    this.tailKnown = tailKnown;
    this.page = page;
  }

  /** Without the stored messages, onto which then messages are appended and only these changed. */
  static MessageFold onto(Stored.Assumed stored) {
    return new MessageFold(false, stored.page());
  }

  /** Onto the messages of a stored document. */
  static MessageFold onto(Stored.Read stored) {
    MessageFold fold = new MessageFold(true, stored.openPage());
    for (StoredMessage message : PageDocument.messages(stored.document())) {
      fold.tail.add(Slot.of(message, stored.openPage()));
      fold.formerAgents.add(message.agent());
    }
    fold.storedInTail = fold.tail.size();
    return fold;
  }

  void append(Applied change, Message message) {
    if (page == null) {
      page = message.page();
    } else if (message.page() > page) {
      close(change.revision());
      page = message.page();
    }
    Slot slot = Slot.of(message);
    tail.add(slot);
    if (byPlace != null) {
      index(byPlace, slot);
    }
  }

  private void close(long revision) {
    requireTail();
    closed.put(openPage(), new Closed(tail, revision));
    tail = new ArrayList<>();
    tailChanged = true;
  }

  /** Applies an edit; {@code false} if its message should be in the document and is not. */
  boolean edit(MessageEdit edit) {
    Slot slot = places().getOrDefault(edit.agent(), Map.of()).get(edit.index());
    if (slot != null) {
      slot.change(edit.step());
      Closed page = closed.get(slot.page());
      if (page != null) {
        closed.put(slot.page(), new Closed(page.slots(), edit.revision()));
      }
      tailChanged = true;
      return true;
    }
    requireTail();
    if (edit.page() < openPage() && !closed.containsKey(edit.page())) {
      storedEdits.computeIfAbsent(edit.page(), p -> new ArrayList<>()).add(edit);
      return true;
    }
    return false;
  }

  private void requireTail() {
    if (!tailKnown) {
      throw new IllegalStateException("the stored messages were not read");
    }
  }

  private Map<String, Map<Long, Slot>> places() {
    if (byPlace == null) {
      Map<String, Map<Long, Slot>> places = new HashMap<>();
      closed.values().forEach(c -> c.slots().forEach(slot -> index(places, slot)));
      tail.forEach(slot -> index(places, slot));
      byPlace = places;
    }
    return byPlace;
  }

  private static void index(Map<String, Map<Long, Slot>> places, Slot slot) {
    places.computeIfAbsent(slot.agent(), a -> new HashMap<>()).put(slot.index(), slot);
  }

  /** Whether appending is not enough to bring the stored tail forward. */
  boolean tailChanged() {
    return tailKnown && tailChanged;
  }

  /** The open page; 0 where nothing says another. */
  long openPage() {
    return page == null ? 0 : page;
  }

  /** The open page; absent where nothing says which. */
  @Nullable Long knownPage() {
    return page;
  }

  /** The page that the stored document must have open if messages are appended to it unread. */
  @Nullable Long assumedPage() {
    return tail.isEmpty() ? null : page;
  }

  /** All messages of the open page; without the stored ones if those were not read. */
  List<Slot> tail() {
    return tail;
  }

  /** The messages that were appended to the stored tail; only if it was not changed otherwise. */
  List<Slot> appended() {
    return tail.subList(storedInTail, tail.size());
  }

  /** The agents that had messages in the stored document. */
  Set<String> formerAgents() {
    return formerAgents;
  }

  Map<Long, Closed> closed() {
    return closed;
  }

  Map<Long, List<MessageEdit>> storedEdits() {
    return storedEdits;
  }
}
