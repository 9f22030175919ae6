package io.sessionfold.query.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sessionfold.query.ActiveJournal.JournalTopic;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FeedTokenTest {
  @Test
  void a_token_comes_back_from_its_text() {
    Random random = new Random(7);
    for (int i = 0; i < 200; i++) {
      long[] positions = random.longs(1 + random.nextInt(60), 0, Long.MAX_VALUE).toArray();
      positions[0] = i;
      JournalTopic topic = new JournalTopic(1 + i * 9_999_999, random.nextLong(), positions.length);
      int partition = random.nextInt(positions.length + 1) - 1;
      FeedToken token = FeedToken.of(topic, positions, partition);
      assertThat(token.next()).hasSize(partition < 0 ? positions.length : 1);
      assertThat(FeedToken.parse(token.text())).isEqualTo(token);
    }
  }

  @Test
  void what_is_not_a_token_is_refused_without_being_repeated() {
    String good = FeedToken.of(new JournalTopic(3, 5, 24), new long[24], -1).text();
    assertThat(good).hasSizeLessThan(100);
    List<String> bad =
        List.of(
            "",
            "3",
            "secret words",
            "%%%",
            good.substring(1),
            good.substring(0, good.length() - 2),
            good + "AA",
            good.replace('A', 'B'),
            "A".repeat(100_000));
    for (String text : bad) {
      assertThatThrownBy(() -> FeedToken.parse(text))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("not a token of this feed")
          .hasMessageNotContaining("secret");
    }
  }
}
