package io.sessionfold.http.gateway;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.sessionfold.http.problem.Problem;
import io.sessionfold.http.problem.ProblemType;
import io.sessionfold.json.JsonText;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Remembers for a while what requests with an {@code Idempotency-Key} were answered, and answers a
 * repeat the same without publishing anew. It spares records and is not what correctness rests on:
 * whatever is published again, after a restart or by another gateway, has the same ids, and the
 * projector applies the first. A request that failed is not remembered. Thread-safe.
 */
final class Repeats {
  private static final int MOST = 20_000;
  private static final Duration LONGEST = Duration.ofMinutes(10);

  private final Cache<Key, Answer> answers =
      Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(LONGEST).build();

  /** Keys of one tenant and path are their own. */
  record Key(String tenant, String request, String key) {}

  private record Answer(int body, CompletableFuture<Published> published) {}

  /**
   * The answer of the first request with this key, or of {@code publish}.
   *
   * @throws io.sessionfold.http.problem.ProblemException if the first had another body
   */
  CompletableFuture<Published> once(
      Key key, JsonText body, Supplier<CompletableFuture<Published>> publish) {
    Answer mine = new Answer(body.hashCode(), new CompletableFuture<>());
    Answer first = answers.asMap().putIfAbsent(key, mine);
    if (first != null) {
      if (first.body() != mine.body()) {
        throw Problem.of(
                ProblemType.IDEMPOTENCY_CONFLICT,
                "this Idempotency-Key was sent with another body: take a new one")
            .exception();
      }
      return first.published();
    }
    try {
      CompletableFuture<Published> unused =
          publish
              .get()
              .whenComplete(
                  (published, failure) -> {
                    if (failure == null) {
                      mine.published().complete(published);
                    } else {
                      forget(key, mine, failure);
                    }
                  });
    } catch (RuntimeException e) {
      forget(key, mine, e);
      throw e;
    }
    return mine.published();
  }

  private void forget(Key key, Answer answer, Throwable failure) {
    answers.asMap().remove(key, answer);
    answer.published().completeExceptionally(failure);
  }
}
