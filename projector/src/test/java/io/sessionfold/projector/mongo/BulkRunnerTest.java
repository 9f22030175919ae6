package io.sessionfold.projector.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.model.InsertOneModel;
import io.sessionfold.projector.mongo.BulkRunner.Outcome;
import io.sessionfold.projector.store.MongoFailure;
import io.sessionfold.sink.StoreUnavailableException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonMaximumSizeExceededException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BulkRunnerTest {
  private final BulkRunner runner = new BulkRunner(2);

  @AfterEach
  void close() {
    runner.close();
  }

  @Test
  void a_bulk_that_fails_as_a_whole_is_repeated_one_by_one_to_find_the_guilty() {
    AnsweringCollection server =
        new AnsweringCollection(
            BulkRunnerTest::isSecond, AnsweringCollection.command(121, "TheName"));
    Outcome outcome = run(server, 3);
    assertThat(server.bulks).extracting(List::size).containsExactly(3, 1, 1, 1);
    assertThat(outcome.failures())
        .isEqualTo(
            Map.of(
                1,
                new WriteFailure(
                    MongoFailure.REFUSED, 121, "MongoCommandException, error 121 TheName")));
  }

  @Test
  void what_the_driver_cannot_encode_is_told_for_its_operation() {
    AnsweringCollection server =
        new AnsweringCollection(
            BulkRunnerTest::isSecond, new BsonMaximumSizeExceededException("large"));
    assertThat(run(server, 3).failures())
        .containsOnlyKeys(1)
        .extractingByKey(1)
        .extracting(WriteFailure::kind)
        .isEqualTo(MongoFailure.TOO_LARGE);
  }

  @Test
  void a_command_that_the_server_takes_for_no_operation_is_an_outage() {
    AnsweringCollection server =
        new AnsweringCollection(d -> true, AnsweringCollection.command(9999, "NewToUs"));
    assertThatThrownBy(() -> run(server, 3))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("error 9999 NewToUs")
        .hasMessageNotContaining("content");
    assertThatThrownBy(() -> run(server, 120)).isInstanceOf(StoreUnavailableException.class);
  }

  @Test
  void documents_that_are_all_too_large_are_no_outage() {
    AnsweringCollection server =
        new AnsweringCollection(d -> true, new BsonMaximumSizeExceededException("large"));
    assertThat(run(server, 3).failures()).containsOnlyKeys(0, 1, 2);
  }

  @Test
  void an_error_of_a_worker_stays_an_error() {
    AnsweringCollection server = new AnsweringCollection(d -> true, new OutOfMemoryError("heap"));
    assertThatThrownBy(() -> run(server, 3)).isInstanceOf(OutOfMemoryError.class);
    assertThatThrownBy(() -> run(server, 120)).isInstanceOf(OutOfMemoryError.class);
  }

  private static boolean isSecond(BsonDocument document) {
    return document.getInt32("n").getValue() == 1;
  }

  private Outcome run(AnsweringCollection server, int operations) {
    return runner.run(
        "writing sessions",
        server.collection(),
        IntStream.range(0, operations)
            .mapToObj(n -> new InsertOneModel<>(new BsonDocument("n", new BsonInt32(n))))
            .toList());
  }
}
