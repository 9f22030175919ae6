package io.sessionfold.projector.topology;

import io.sessionfold.event.SessionKey;
import io.sessionfold.json.JsonText;
import io.sessionfold.sequence.PageFacts;
import io.sessionfold.sequence.SeenEvent;
import io.sessionfold.sequence.SeenKey;
import io.sessionfold.sequence.SequencerState;
import io.sessionfold.sequence.SessionHead;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * What a task remembers, in its changelogged stores. A record's writes are kept all or none because
 * Streams commits them in one transaction with the record's offset and its change.
 *
 * <p>Used by the thread that runs the task.
 */
final class StreamsState implements SequencerState {
  private final KeyValueStore<Bytes, byte[]> heads;
  private final KeyValueStore<Bytes, byte[]> seen;
  private final KeyValueStore<Bytes, byte[]> pages;
  private final KeyValueStore<Bytes, byte[]> metadata;
  private final Forgetting forgetting;
  private final RecentHeads recentHeads;
  private final YoungSessions young;

  /**
   * A state in the stores of a task.
   *
   * @param mostRecentHeads how many heads are kept decoded
   * @param mostYoungEvents how many events are kept of sessions that began here
   */
  StreamsState(ProcessorContext<?, ?> context, int mostRecentHeads, int mostYoungEvents) {
    recentHeads = new RecentHeads(mostRecentHeads);
    young = new YoungSessions(mostYoungEvents);
    heads = StoreName.HEADS.in(context);
    seen = StoreName.SEEN.in(context);
    pages = StoreName.PAGES.in(context);
    metadata = StoreName.METADATA.in(context);
    forgetting = new Forgetting(StoreName.FORGETTING.in(context), seen, pages, metadata);
  }

  @Override
  public @Nullable SessionHead head(SessionKey session) {
    SessionHead recent = recentHeads.get(session);
    if (recent != null) {
      return recent;
    }
    byte[] value = heads.get(StateKeys.session(session));
    return value == null ? null : HeadCodec.read(value);
  }

  @Override
  public void head(SessionKey session, SessionHead head) {
    byte[] value = HeadCodec.write(head);
    heads.put(StateKeys.session(session), value);
    recentHeads.put(session, head, value.length);
    if (head.revision() == 1) {
      young.born(SeenKey.sessionPart(session));
    }
  }

  @Override
  public @Nullable SeenEvent seen(SeenKey key) {
    if (young.neverSaw(key)) {
      return null;
    }
    byte[] value = seen.get(StateKeys.seen(key));
    return value == null ? null : StateCodecs.seen(value);
  }

  @Override
  public void seen(SeenKey key, SeenEvent event) {
    seen.put(StateKeys.seen(key), StateCodecs.seen(event));
    young.saw(key);
  }

  @Override
  public @Nullable PageFacts page(SessionKey session, long page) {
    byte[] value = pages.get(StateKeys.page(session, page));
    return value == null ? null : StateCodecs.page(value);
  }

  @Override
  public void page(SessionKey session, long page, PageFacts facts) {
    pages.put(StateKeys.page(session, page), StateCodecs.page(facts));
  }

  @Override
  public @Nullable JsonText metadata(SessionKey session) {
    byte[] value = metadata.get(StateKeys.session(session));
    return value == null ? null : StateCodecs.metadata(value);
  }

  @Override
  public void metadata(SessionKey session, JsonText object) {
    metadata.put(StateKeys.session(session), StateCodecs.metadata(object));
  }

  @Override
  public void forget(SessionKey session, SessionHead head) {
    forgetting.begin(session, head.page().number() + 1);
  }

  /** Drops at most {@code most} entries of deleted sessions. */
  void forgetSome(int most) {
    forgetting.step(most);
  }
}
