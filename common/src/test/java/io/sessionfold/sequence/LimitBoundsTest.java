package io.sessionfold.sequence;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class LimitBoundsTest {
  @Test
  void bounds_that_nothing_could_hold_are_refused_all_at_once_with_their_keys() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new Limits(
                    7 << 20, 0, -1, 1, 1, 1, 1, 1, 1, 1 << 20, 100_000, 1, 1, 1, 1, 1, 1, 0, 1))
        .withMessageContaining("journal.limit.event-bytes is 1024 to 6291456, not 7340032")
        .withMessageContaining("journal.limit.id-bytes is 1 to 4096, not 0")
        .withMessageContaining("journal.limit.name-chars is 1 to 1024, not -1")
        .withMessageContaining("journal.limit.metadata-bytes is 1 to 524288")
        .withMessageContaining("journal.limit.agents is 1 to 1000")
        .withMessageContaining("journal.page.messages is 1 to 5000, not 0");
  }

  @Test
  void what_one_document_has_to_hold_together_is_bounded() {
    int mib = 1 << 20;
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new Limits(
                    6 * mib, 512, 256, 4096, 1, 1, 1, 1, 4 * mib, 1, 1, 1, 4 * mib, 1, 1, 1, 1, 1,
                    1))
        .withMessageContaining("since one document holds them")
        .withMessageContaining("agents-data-bytes");
  }
}
