package io.sessionfold.benchmarks;

import io.sessionfold.document.PageDocument;
import io.sessionfold.document.SessionDocument;
import io.sessionfold.document.StoredMessage;
import io.sessionfold.event.SessionKey;
import io.sessionfold.session.Message;
import io.sessionfold.session.Session;
import io.sessionfold.sink.ChangeBatch;
import io.sessionfold.sink.SessionChanges;
import io.sessionfold.sink.SessionSink;
import io.sessionfold.sink.WriteResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;

/**
 * Folds sessions, and makes the bytes of their documents as the Mongo sink sends them. Nothing is
 * written.
 */
final class FoldingSink implements SessionSink {
  private static final BsonDocumentCodec CODEC = new BsonDocumentCodec();

  @Override
  public String name() {
    return "folding";
  }

  @Override
  public Set<Integer> acquire(Set<Integer> partitions) {
    return partitions;
  }

  @Override
  public void release(Set<Integer> partitions) {}

  @Override
  public WriteResult write(ChangeBatch batch) {
    int changes = 0;
    for (SessionChanges each : batch.sessions()) {
      changes += each.changes().size();
      if (each.from() == 1) {
        documents(Session.fold(Session.before(each.session()), each.changes()))
            .forEach(FoldingSink::encode);
      }
    }
    return new WriteResult(changes, 0, Map.of(), 0);
  }

  private static List<BsonDocument> documents(Session session) {
    List<BsonDocument> documents = new ArrayList<>();
    documents.add(SessionDocument.write(session).orElseThrow());
    TreeMap<Long, List<StoredMessage>> pages = new TreeMap<>();
    long open = session.messages().get(session.messages().size() - 1).page();
    for (Message message : session.messages()) {
      if (message.page() < open) {
        pages
            .computeIfAbsent(message.page(), page -> new ArrayList<>())
            .add(StoredMessage.of(message));
      }
    }
    pages.forEach(
        (page, messages) ->
            documents.add(
                PageDocument.write(session.key(), page, session.revision(), messages)
                    .orElseThrow()));
    return documents;
  }

  private static void encode(BsonDocument document) {
    if (new RawBsonDocument(document, CODEC).getByteBuffer().remaining() == 0) {
      throw new IllegalStateException("a document has bytes");
    }
  }

  @Override
  public Set<Integer> checkpoint() {
    return Set.of();
  }

  @Override
  public boolean isEmpty() {
    return true;
  }

  @Override
  public void discard(SessionKey session, int partition) {}

  @Override
  public void close() {}
}
