package io.sessionfold.query;

import io.sessionfold.document.PageDocument;
import io.sessionfold.document.SessionDocument;
import io.sessionfold.document.SummaryDocument;
import io.sessionfold.session.Message;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.stream.Collectors;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * Walks through the messages that a query asks for, one page in memory at a time. It reads the
 * session document first, and again when it has passed the pages that were known then, so that it
 * meets every message once: what leaves the tail while it walks is on the next page.
 */
final class MessageWalk implements Iterator<Message> {
  private final SessionDocuments documents;
  private final MessageQuery query;
  private final MessageBounds bounds;
  private final ArrayDeque<Message> ready = new ArrayDeque<>();
  private long revision;
  private long count;
  private long next;
  private long open;
  private boolean ended;

  MessageWalk(SessionDocuments documents, MessageQuery query) {
    this.documents = documents;
    this.query = query;
    this.bounds = new MessageBounds(query);
    start();
  }

  /** Of the session when the walk began; 0 if there was none. */
  long revision() {
    return revision;
  }

  /** Whether messages that the query asks for may come after this one. */
  boolean goesOnAfter(Message message) {
    if (bounds.endsAt(message)) {
      return false;
    }
    return query.newestFirst()
        || (query.agent() == null ? message.seq() < count : message.index() < count - 1);
  }

  @Override
  public boolean hasNext() {
    while (ready.isEmpty() && !ended) {
      advance();
    }
    return !ready.isEmpty();
  }

  @Override
  public Message next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return ready.remove();
  }

  private void start() {
    Optional<BsonDocument> document = documents.sessionMessages();
    if (document.isEmpty()) {
      ended = true;
      return;
    }
    BsonDocument session = document.get();
    revision = SessionDocument.revision(session);
    count =
        query.agent() == null
            ? SummaryDocument.messageCount(session)
            : SummaryDocument.messageCount(session, query.agent());
    if (bounds.isEmpty() || count == 0) {
      ended = true;
      return;
    }
    begin(session);
  }

  private void begin(BsonDocument session) {
    open = SessionDocument.page(session);
    List<Message> tail = messages(session, open);
    // Every page has a message, the open one too.
    long first = tail.get(0).seq();
    long pages = query.newestFirst() ? lastPage(first) : firstPage(first);
    if (query.newestFirst()) {
      next = Math.min(pages, open - 1);
      take(tail);
    } else {
      next = pages;
      if (next >= open) {
        take(tail);
        ended = true;
      }
    }
  }

  private long firstPage(long tailSeq) {
    long page = bounds.after() + 1 >= tailSeq ? open : 0;
    if (page < open && bounds.after() > 0) {
      page = PageSearch.bySeq(documents, open, bounds.after() + 1, tailSeq - 1);
    }
    return query.agent() == null || query.fromIndex() == 0 || page == open
        ? page
        : Math.max(page, byIndex(query.agent(), query.fromIndex()));
  }

  private long lastPage(long tailSeq) {
    long page =
        bounds.before() > tailSeq
            ? open
            : PageSearch.bySeq(documents, open, bounds.before() - 1, tailSeq - 1);
    return query.agent() == null || query.toIndex() >= count
        ? page
        : Math.min(page, byIndex(query.agent(), query.toIndex() - 1));
  }

  private long byIndex(String agent, long index) {
    return PageSearch.byIndex(documents, open, agent, index, count);
  }

  private void advance() {
    if (query.newestFirst() ? next < 0 : next >= open) {
      if (query.newestFirst()) {
        ended = true;
      } else {
        followTail();
      }
      return;
    }
    BsonDocument page = query.agent() == null ? documents.page(next) : pageOf(query.agent());
    if (page == null && query.agent() == null) {
      throw documents.missing(next);
    }
    if (page != null) {
      takePage(page);
    }
  }

  /** The next page of the agent; where there is none among the next few, it only moves on. */
  private @Nullable BsonDocument pageOf(String agent) {
    long few = SessionDocuments.AT_ONCE;
    long from = query.newestFirst() ? Math.max(next - few + 1, 0) : next;
    long to = query.newestFirst() ? next + 1 : Math.min(next + few, open);
    BsonDocument page = documents.pageOfAgent(agent, from, to, query.newestFirst());
    if (page == null) {
      next = query.newestFirst() ? from - 1 : to;
    }
    return page;
  }

  private void takePage(BsonDocument page) {
    if (SessionDocument.deleted(page)) {
      ended = true;
      return;
    }
    long number = SessionDocument.page(page);
    next = query.newestFirst() ? number - 1 : number + 1;
    take(messages(page, number));
  }

  /** The pages that were known are passed: what was the tail may have moved on. */
  private void followTail() {
    Optional<BsonDocument> document = documents.sessionMessages();
    if (document.isEmpty()) {
      ended = true;
      return;
    }
    open = SessionDocument.page(document.get());
    if (next >= open) {
      take(messages(document.get(), open));
      ended = true;
    }
  }

  private void take(List<Message> messages) {
    List<Message> wanted =
        messages.stream().filter(bounds::includes).collect(Collectors.toCollection(ArrayList::new));
    if (query.newestFirst()) {
      Collections.reverse(wanted);
    }
    ready.addAll(wanted);
    if (!wanted.isEmpty() && bounds.endsAt(wanted.get(wanted.size() - 1))) {
      ended = true;
    }
  }

  private static List<Message> messages(BsonDocument document, long page) {
    return PageDocument.messages(document).stream().map(m -> m.message(page)).toList();
  }
}
