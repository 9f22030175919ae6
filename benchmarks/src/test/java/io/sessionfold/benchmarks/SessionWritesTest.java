package io.sessionfold.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.sessionfold.document.SessionDocument;
import io.sessionfold.journal.Change.Applied;
import java.util.List;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;

class SessionWritesTest {
  private static final List<Applied> CHANGES =
      SequencedSessions.inOrder(new Workload("writes", 21, 1, 1, 512));

  @Test
  void each_update_continues_the_one_before() {
    SessionWrites writes = SessionWrites.of(CHANGES, 10);
    long revision = SessionDocument.revision(writes.first());
    assertThat(writes.updates()).hasSize(2);
    for (SessionWrites.Update update : writes.updates()) {
      assertThat(update.expected()).isEqualTo(revision);
      revision = raised(update.body()).getNumber("sessionfold.revision").longValue();
    }
    assertThat(revision).isEqualTo(21);
  }

  @Test
  void the_fence_is_the_only_difference() {
    SessionWrites.Update update = SessionWrites.of(CHANGES, 1).updates().get(0);
    assertThat(update.fence().keySet())
        .containsExactly("_id", "sessionfold.revision", "sessionfold.page");
    assertThat(update.revisionFence().keySet()).containsExactly("_id", "sessionfold.revision");
    assertThat(update.unfenced().keySet()).containsExactly("_id");
    BsonDocument without = update.bodyWithoutRevision();
    assertThat(raised(without)).doesNotContainKey("sessionfold.revision");
    raised(without).put("sessionfold.revision", raised(update.body()).get("sessionfold.revision"));
    assertThat(without.keySet()).isEqualTo(update.body().keySet());
    assertThat(raised(without).entrySet()).isEqualTo(raised(update.body()).entrySet());
  }

  private static BsonDocument raised(BsonDocument body) {
    return body.getDocument("$set");
  }
}
