package io.sessionfold.projector.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.MongoInterruptedException;
import com.mongodb.MongoSocketReadException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.ServerAddress;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.bulk.BulkWriteResult;
import com.mongodb.bulk.WriteConcernError;
import io.sessionfold.sink.StoreUnavailableException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.bson.BsonDocument;
import org.bson.BsonMaximumSizeExceededException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MongoFailuresTest {
  private static final ServerAddress SERVER = new ServerAddress();

  @ParameterizedTest
  @CsvSource({
    "11000, DUPLICATE_KEY",
    "10334, TOO_LARGE",
    "17419, TOO_LARGE",
    "10107, UNAVAILABLE",
    "189, UNAVAILABLE",
    "14031, UNAVAILABLE",
    "13, UNAVAILABLE",
    "43, UNAVAILABLE",
    "82, UNAVAILABLE",
    "175, UNAVAILABLE",
    "237, UNAVAILABLE",
    "246, UNAVAILABLE",
    "249, UNAVAILABLE",
    "365, UNAVAILABLE",
    "371, UNAVAILABLE",
    "121, REFUSED",
    "52, REFUSED",
    "987654, REFUSED"
  })
  void a_code_decides(int code, MongoFailure expected) {
    assertThat(MongoFailures.ofCode(code)).isEqualTo(expected);
    assertThat(MongoFailures.of(command(code))).isEqualTo(expected);
    assertThat(MongoFailures.of(bulk(null, code))).isEqualTo(expected);
  }

  @Test
  void whatever_cut_the_call_off_is_an_outage() {
    assertThat(MongoFailures.of(new MongoTimeoutException("t")))
        .isEqualTo(MongoFailure.UNAVAILABLE);
    assertThat(MongoFailures.of(new MongoSocketReadException("r", SERVER, new IOException("io"))))
        .isEqualTo(MongoFailure.UNAVAILABLE);
    assertThat(MongoFailures.of(new MongoInterruptedException("i", new InterruptedException())))
        .isEqualTo(MongoFailure.UNAVAILABLE);
  }

  @Test
  void a_label_for_repeating_is_an_outage_whatever_the_code() {
    MongoException labelled = command(987654);
    labelled.addLabel("RetryableWriteError");
    assertThat(MongoFailures.of(labelled)).isEqualTo(MongoFailure.UNAVAILABLE);
  }

  @Test
  void a_bulk_with_one_outage_is_an_outage() {
    assertThat(MongoFailures.of(bulk(null, 11000, 10107))).isEqualTo(MongoFailure.UNAVAILABLE);
    WriteConcernError late = new WriteConcernError(64, "n", "m", new BsonDocument());
    assertThat(MongoFailures.of(bulk(late))).isEqualTo(MongoFailure.UNAVAILABLE);
  }

  @Test
  void the_text_of_a_message_decides_nothing() {
    assertThat(MongoFailures.of(new MongoException(121, "E11000 duplicate key, not primary")))
        .isEqualTo(MongoFailure.REFUSED);
  }

  @Test
  void what_the_codec_refuses_is_no_outage() {
    assertThat(MongoFailures.of(new BsonMaximumSizeExceededException("large")))
        .isEqualTo(MongoFailure.TOO_LARGE);
  }

  @Test
  void an_exception_of_someone_else_is_passed_on() {
    IllegalStateException own = new IllegalStateException("bug");
    assertThatThrownBy(() -> MongoFailures.of(own)).isSameAs(own);
  }

  @ParameterizedTest
  @ValueSource(ints = {10107, 121, 2, 987654, 10334})
  void a_call_without_content_is_an_outage_whatever_the_server_says(int code) {
    MongoException refused = command(code);
    assertThatThrownBy(() -> failing(refused))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageStartingWith(
            "MongoDB is not available for reading (MongoCommandException, error "
                + code
                + " TheName): check")
        .hasMessageNotContaining("the content");
    assertThatThrownBy(() -> failing(new MongoTimeoutException("t")))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageStartingWith("MongoDB is not available for reading (MongoTimeoutException)");
  }

  @Test
  void a_call_passes_on_that_an_id_is_there_already() {
    MongoException duplicate = command(11000);
    assertThatThrownBy(() -> failing(duplicate)).isSameAs(duplicate);
  }

  private static Object failing(MongoException e) {
    return MongoFailures.call(
        "reading",
        () -> {
          throw e;
        });
  }

  private static MongoCommandException command(int code) {
    return new MongoCommandException(
        BsonDocument.parse(
            "{ok: 0, code: " + code + ", errmsg: 'the content', codeName: 'TheName'}"),
        SERVER);
  }

  private static MongoBulkWriteException bulk(@Nullable WriteConcernError concern, int... codes) {
    List<BulkWriteError> errors =
        Arrays.stream(codes)
            .mapToObj(code -> new BulkWriteError(code, "x", new BsonDocument(), 0))
            .toList();
    return new MongoBulkWriteException(
        BulkWriteResult.unacknowledged(), errors, concern, SERVER, Set.of());
  }
}
