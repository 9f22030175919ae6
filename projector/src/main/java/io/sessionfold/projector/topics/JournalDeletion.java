package io.sessionfold.projector.topics;

import io.sessionfold.store.StoreNames;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Deletes what brokers have of a journal. The group goes first, so that nobody writes on. */
final class JournalDeletion {
  private static final long LOOK_EVERY_MILLIS = 500;
  private static final long ANSWER_SECONDS = 30;

  private final Admin admin;
  private final int journal;
  private final String application;

  JournalDeletion(Admin admin, int journal) {
    this.admin = admin;
    this.journal = journal;
    this.application = StoreNames.applicationId(journal);
  }

  void delete(Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!isGroupGone()) {
      if (System.nanoTime() - deadline > 0) {
        throw new IllegalStateException(
            "a projector of journal %d has not left it within %d s: stop the process that still runs"
                    .formatted(journal, patience.toSeconds())
                + " it, then drop the generation again");
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
    }
    deleteTopics();
  }

  private boolean isGroupGone() throws InterruptedException {
    try {
      wait(admin.deleteConsumerGroups(Set.of(application)).all());
      return true;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof GroupNotEmptyException) {
        return false;
      }
      if (e.getCause() instanceof GroupIdNotFoundException) {
        return true;
      }
      throw failed(e);
    }
  }

  private void deleteTopics() throws InterruptedException {
    try {
      Set<String> theirs =
          wait(admin.listTopics().names()).stream()
              .filter(
                  name ->
                      name.equals(StoreNames.journal(journal))
                          || name.equals(StoreNames.deadLetters(journal))
                          || name.startsWith(application + "-"))
              .collect(Collectors.toSet());
      wait(admin.deleteTopics(theirs).all());
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
        throw failed(e);
      }
    }
  }

  private static <T> T wait(KafkaFuture<T> future) throws ExecutionException, InterruptedException {
    try {
      return future.get(ANSWER_SECONDS, TimeUnit.SECONDS);
    } catch (java.util.concurrent.TimeoutException e) {
      throw new IllegalStateException(
          "The brokers did not answer within " + ANSWER_SECONDS + " s: check bootstrap.servers", e);
    }
  }

  private static IllegalStateException failed(ExecutionException e) {
    return new IllegalStateException("The brokers refused: " + e.getCause(), e);
  }
}
