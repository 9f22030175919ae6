package io.sessionfold.sequence;

import io.sessionfold.event.SessionKey;
import io.sessionfold.json.JsonText;
import org.jspecify.annotations.Nullable;

/**
 * What a sequencer remembers between records. One record's reads and writes belong together: an
 * implementation keeps them all or none.
 */
public interface SequencerState {
  /** The head of a session; {@code null} before its first change. */
  @Nullable SessionHead head(SessionKey session);

  /** Remembers the head. */
  void head(SessionKey session, SessionHead head);

  /** The applied event of that name, if there was one. */
  @Nullable SeenEvent seen(SeenKey key);

  /** Remembers an applied event. */
  void seen(SeenKey key, SeenEvent event);

  /** The facts of a page; {@code null} if it has none but {@link PageFacts#FIRST}. */
  @Nullable PageFacts page(SessionKey session, long page);

  /** Remembers the facts of a page. */
  void page(SessionKey session, long page, PageFacts facts);

  /** The metadata object of a session; {@code null} if it has none. */
  @Nullable JsonText metadata(SessionKey session);

  /** Remembers the metadata object. */
  void metadata(SessionKey session, JsonText metadata);

  /**
   * Everything of a deleted session but its head may go, now or bit by bit.
   *
   * @param head the last one before deletion, which says how many pages there are
   */
  void forget(SessionKey session, SessionHead head);
}
