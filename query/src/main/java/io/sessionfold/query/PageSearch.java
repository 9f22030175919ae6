package io.sessionfold.query;

import io.sessionfold.bson.FieldNames;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Finds the page that a message is on: by interpolation and bisection in turn, so that pages of
 * equal size take two looks and any pages a logarithm of their number. Pages without a message of
 * the agent that is looked for are passed over by the server.
 */
final class PageSearch {
  /** The numbers of the messages on a page: seq numbers, or indexes of one agent. */
  private record Numbers(long page, long first, long last) {}

  private final SessionDocuments documents;
  private final long pages;
  private final @Nullable String agent;

  private PageSearch(SessionDocuments documents, long pages, @Nullable String agent) {
    this.documents = documents;
    this.pages = pages;
    this.agent = agent;
  }

  /**
   * The first page that has a message of {@code seq} or higher.
   *
   * @param pages how many pages there are; also the answer if it is on none of them
   * @param total how many messages are on them, about
   */
  static long bySeq(SessionDocuments documents, long pages, long seq, long total) {
    return new PageSearch(documents, pages, null).find(seq, seq - 1, total);
  }

  /** The first page that has a message of the agent with {@code index} or higher. */
  static long byIndex(
      SessionDocuments documents, long pages, String agent, long index, long total) {
    return new PageSearch(documents, pages, agent).find(index, index, total);
  }

  /** {@code place} of {@code total} is about where the page should be. */
  private long find(long number, long place, long total) {
    long low = 0;
    long high = pages;
    long found = pages;
    boolean estimate = true;
    while (low < high) {
      long middle = estimate ? estimated(place, total, low, high) : low + (high - low) / 2;
      estimate = !estimate;
      Numbers numbers = from(middle, high);
      if (numbers == null) {
        high = middle;
      } else if (numbers.last < number) {
        low = numbers.page + 1;
      } else {
        found = numbers.page;
        high = numbers.first <= number ? low : middle;
      }
    }
    return found;
  }

  private long estimated(long place, long total, long low, long high) {
    double share = total <= 0 ? 0 : (double) place / total;
    return Math.min(Math.max((long) (share * pages), low), high - 1);
  }

  /** The first page from {@code page} on that has any. */
  private @Nullable Numbers from(long page, long end) {
    if (agent == null) {
      BsonDocument found = documents.seqs(page);
      if (found == null) {
        throw documents.missing(page);
      }
      return numbers(found, List.of("sessionfold", "messages"), "seq");
    }
    for (long from = page; from < end; from += SessionDocuments.AT_ONCE) {
      long to = Math.min(from + SessionDocuments.AT_ONCE, end);
      BsonDocument found = documents.indexesOfAgent(agent, from, to);
      if (found != null) {
        List<String> path = List.of("agents", FieldNames.encode(agent), "messages");
        return numbers(found, path, "message_id");
      }
    }
    return null;
  }

  private static @Nullable Numbers numbers(BsonDocument page, List<String> path, String name) {
    BsonValue value = page;
    for (String field : path) {
      value = value.asDocument().get(field, new BsonDocument());
    }
    BsonArray messages = value.isArray() ? value.asArray() : new BsonArray();
    return messages.isEmpty()
        ? null
        : new Numbers(
            page.getDocument("sessionfold").getNumber("page").longValue(),
            messages.get(0).asDocument().getNumber(name).longValue(),
            messages.get(messages.size() - 1).asDocument().getNumber(name).longValue());
  }
}
