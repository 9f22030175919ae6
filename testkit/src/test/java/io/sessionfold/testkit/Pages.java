package io.sessionfold.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.sessionfold.journal.Change.Applied;
import io.sessionfold.json.Utf8;
import io.sessionfold.sequence.Limits;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Counts again what is on each page of a session, as docs/documents.md defines it. */
final class Pages {
  private final Limits limits;
  private final Map<List<Object>, Long> pageOfMessage = new HashMap<>();
  private long page;
  private int messages;
  private long bytes;

  Pages(Limits limits) {
    this.limits = limits;
  }

  void check(Applied change) {
    if (change.index() == null) {
      assertThat(change.page()).isNull();
      return;
    }
    List<Object> place = List.of(Objects.requireNonNull(change.agent()), change.index());
    if (change.seq() == null) {
      assertThat(change.page()).isEqualTo(pageOfMessage.get(place));
      return;
    }
    appended(change, bytes(change));
    pageOfMessage.put(place, page);
  }

  private void appended(Applied change, int size) {
    boolean fits = messages < limits.pageMessages() && bytes + size <= limits.pageBytes();
    if (!fits && messages > 0) {
      page++;
      messages = 0;
      bytes = 0;
    }
    assertThat(change.page()).isEqualTo(page);
    messages++;
    bytes += size;
    assertThat(messages).isLessThanOrEqualTo(limits.pageMessages());
    assertThat(messages == 1 || bytes <= limits.pageBytes()).isTrue();
  }

  private static int bytes(Applied change) {
    return change.data().utf8Length()
        + Utf8.length(Objects.requireNonNull(change.event().id()))
        + Utf8.length(Objects.requireNonNull(change.event().source()));
  }
}
