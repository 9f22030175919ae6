package io.sessionfold.http.gateway;

import io.sessionfold.http.problem.Problem;
import io.sessionfold.http.problem.ProblemException;
import io.sessionfold.http.problem.ProblemType;
import io.sessionfold.ingest.CheckedEvent;
import io.sessionfold.ingest.EventPublisher;
import io.sessionfold.ingest.InvalidEventException;
import io.sessionfold.ingest.PublishFailedException;
import io.sessionfold.journal.Position;
import io.sessionfold.journal.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;

/**
 * Publishes the events of a request: all of them are checked before the first is sent. Only so many
 * threads wait for a broker at once; a request beyond them is told to come again. Thread-safe.
 */
final class Publishing {
  /** Most of Jetty's threads stay free for others while the broker is away. */
  private static final int MOST_BLOCKED = 64;

  private final EventPublisher publisher;
  private final Semaphore blocked = new Semaphore(MOST_BLOCKED);

  Publishing(EventPublisher publisher) {
    this.publisher = publisher;
  }

  /**
   * Publishes; completes when all are acknowledged, or fails when each has its answer.
   *
   * @throws ProblemException if nothing was sent
   */
  CompletableFuture<Published> publish(List<PublishRequest> requests) {
    List<CheckedEvent> events = checked(requests);
    if (!blocked.tryAcquire()) {
      throw Problem.of(
              ProblemType.LOG_UNAVAILABLE,
              "too many requests wait for a broker already. It was not sent.")
          .retryAfter(1)
          .exception();
    }
    List<CompletableFuture<Position>> sent = new ArrayList<>(requests.size());
    try {
      for (CheckedEvent each : events) {
        sent.add(send(each));
        if (sent.get(sent.size() - 1).isCompletedExceptionally()) {
          // What follows would stand before it if it came again.
          break;
        }
      }
    } finally {
      blocked.release();
    }
    return CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new))
        .handle((unused, failure) -> answer(requests, sent));
  }

  private CompletableFuture<Position> send(CheckedEvent event) {
    try {
      return publisher.publish(event).toCompletableFuture();
    } catch (PublishFailedException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private static Published answer(
      List<PublishRequest> requests, List<CompletableFuture<Position>> sent) {
    if (sent.size() < requests.size()
        || sent.stream().anyMatch(CompletableFuture::isCompletedExceptionally)) {
      throw PublishFailures.of(requests, sent);
    }
    Position position = Position.NONE;
    for (CompletableFuture<Position> each : sent) {
      position = position.merge(each.join());
    }
    return new Published(position, requests.stream().map(PublishRequest::envelope).toList());
  }

  private List<CheckedEvent> checked(List<PublishRequest> requests) {
    List<CheckedEvent> events = new ArrayList<>(requests.size());
    List<Reason> reasons = new ArrayList<>();
    for (PublishRequest each : requests) {
      try {
        events.add(publisher.check(each.session(), each.type(), each.data(), each.envelope()));
      } catch (InvalidEventException e) {
        e.reasons().forEach(reason -> reasons.add(in(each.pointer(), reason)));
      }
    }
    if (!reasons.isEmpty()) {
      throw invalid(reasons);
    }
    return events;
  }

  /** What is wrong with events, none of which was sent. */
  static ProblemException invalid(List<Reason> reasons) {
    return Problem.of(
            ProblemType.INVALID_EVENT, "Nothing was sent; mend what the reasons say, and send all")
        .withReasons(reasons)
        .exception();
  }

  /** An attribute has a name, a place in the data a pointer; both become pointers into the body. */
  static Reason in(String pointer, Reason reason) {
    String place = reason.pointer();
    String inside = place.isEmpty() || place.startsWith("/") ? place : "/" + place;
    return new Reason(reason.code(), pointer + inside, reason.message());
  }
}
