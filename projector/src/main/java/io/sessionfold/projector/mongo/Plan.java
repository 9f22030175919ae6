package io.sessionfold.projector.mongo;

import io.sessionfold.sink.WriteResult.Refusal;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What changes of one session come to, given what is known of its documents. */
sealed interface Plan {
  /**
   * Writes: the pages in any order, and when all are acknowledged the session document.
   *
   * @param openPage the open page of the session after them; absent where it is not known, since
   *     nothing was read and no message is appended
   */
  record Write(List<PageWrite> pages, SessionWrite session, @Nullable Long openPage)
      implements Plan {}

  /** It cannot be said without the revision and the open page of the stored session document. */
  record NeedsFence() implements Plan {}

  /** It cannot be said without the stored session document. */
  record NeedsDocument() implements Plan {}

  /** It cannot be said without these stored pages. */
  record NeedsPages(Set<Long> pages) implements Plan {}

  /** It cannot be done. */
  record Refuse(Refusal refusal) implements Plan {}
}
