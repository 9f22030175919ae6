package io.sessionfold.sequence;

import io.sessionfold.event.SessionKey;
import io.sessionfold.json.JsonText;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A state in memory: for tests, and for sequencing what fits into memory. */
public final class MemoryState implements SequencerState {
  private final Map<SessionKey, SessionHead> heads = new HashMap<>();
  private final Map<SeenKey, SeenEvent> seen = new HashMap<>();
  private final Map<SessionKey, Map<Long, PageFacts>> pages = new HashMap<>();
  private final Map<SessionKey, JsonText> metadata = new HashMap<>();

  @Override
  public @Nullable SessionHead head(SessionKey session) {
    return heads.get(session);
  }

  @Override
  public void head(SessionKey session, SessionHead head) {
    heads.put(session, head);
  }

  @Override
  public @Nullable SeenEvent seen(SeenKey key) {
    return seen.get(key);
  }

  @Override
  public void seen(SeenKey key, SeenEvent event) {
    seen.put(key, event);
  }

  @Override
  public @Nullable PageFacts page(SessionKey session, long page) {
    return pages.getOrDefault(session, Map.of()).get(page);
  }

  @Override
  public void page(SessionKey session, long page, PageFacts facts) {
    pages.computeIfAbsent(session, s -> new HashMap<>()).put(page, facts);
  }

  @Override
  public @Nullable JsonText metadata(SessionKey session) {
    return metadata.get(session);
  }

  @Override
  public void metadata(SessionKey session, JsonText object) {
    metadata.put(session, object);
  }

  @Override
  public void forget(SessionKey session, SessionHead head) {
    Digest128 part = SeenKey.sessionPart(session);
    seen.keySet().removeIf(key -> key.session().equals(part));
    pages.remove(session);
    metadata.remove(session);
  }
}
