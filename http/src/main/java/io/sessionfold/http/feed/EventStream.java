package io.sessionfold.http.feed;

import io.sessionfold.query.feed.FeedEnd;
import io.sessionfold.query.feed.FeedItem;
import io.sessionfold.query.feed.FeedSubscription;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's stream. It takes the next change only when the connection takes more bytes, so that
 * a client that does not read costs one piece of text, and no thread waits for it.
 */
final class EventStream implements WriteListener {
  private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);
  private static final int RETRY_MILLIS = 2000;

  /** So many characters are written in one go, or one change if it is longer. */
  private static final int PIECE = 16 * 1024;

  /** How long a stream that has to end may take to say so. */
  private static final Duration FAREWELL = Duration.ofSeconds(10);

  private final OpenStreams streams;
  private final BooleanSupplier admitted;
  private final Runnable closeConnection;
  private final Runnable left;
  private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();
  private final AtomicBoolean finished = new AtomicBoolean();

  /** Calls that were not followed yet: whoever finds none writes for all that come meanwhile. */
  private final AtomicInteger calls = new AtomicInteger();

  private final long expires;
  private volatile @Nullable FeedSubscription subscription;
  private volatile @Nullable ServletOutputStream out;
  private volatile @Nullable String leaving;
  private volatile long writtenAt = System.nanoTime();
  private volatile long endedAt;

  /** Only whoever writes touches these. */
  private boolean greeted;

  private boolean unflushed;
  private boolean farewell;

  /**
   * @param admitted whether its caller may still be told
   * @param closeConnection ends the connection at once
   * @param left is run once, when the stream has ended
   */
  EventStream(
      OpenStreams streams, BooleanSupplier admitted, Runnable closeConnection, Runnable left) {
    this.streams = streams;
    this.admitted = admitted;
    this.closeConnection = closeConnection;
    this.left = left;
    long lifetime = streams.limits().lifetime().toNanos();
    expires = System.nanoTime() + lifetime - ThreadLocalRandom.current().nextLong(lifetime / 4 + 1);
  }

  /** Tells the changes of a subscription, which is closed with the stream. */
  void tell(FeedSubscription changes) {
    subscription = changes;
  }

  /** Begins to write; the answer comes when it has ended. */
  CompletableFuture<@Nullable Void> to(ServletOutputStream output) {
    out = output;
    streams.add(this);
    output.setWriteListener(this);
    return ended;
  }

  /** There may be something to write. */
  void call() {
    if (calls.getAndIncrement() == 0) {
      try {
        streams.writers().execute(this::follow);
      } catch (RejectedExecutionException e) {
        // The service stops, and all connections with it.
        finish();
      }
    }
  }

  private void follow() {
    int followed = 1;
    while (followed != 0) {
      try {
        write();
      } catch (IOException e) {
        finish();
      } catch (RuntimeException e) {
        LOG.error("A stream of changes failed", e);
        abort();
      }
      followed = calls.addAndGet(-followed);
    }
  }

  private void write() throws IOException {
    ServletOutputStream output = out;
    FeedSubscription changes = subscription;
    if (output == null || changes == null) {
      return;
    }
    while (!finished.get() && output.isReady()) {
      String piece = farewell ? "" : piece(changes);
      if (!piece.isEmpty()) {
        output.write(EventText.utf8(piece));
        writtenAt = System.nanoTime();
        unflushed = true;
      } else if (unflushed) {
        unflushed = false;
        output.flush();
      } else if (farewell) {
        finish();
      } else {
        return;
      }
    }
  }

  private String piece(FeedSubscription changes) {
    StringBuilder piece = new StringBuilder();
    if (!greeted) {
      greeted = true;
      piece.append(EventText.greeting(RETRY_MILLIS, changes.token()));
    }
    while (leaving == null && piece.length() < PIECE) {
      Optional<FeedItem> item = changes.poll();
      if (item.isEmpty()) {
        changes.end().map(FeedEnd::message).ifPresent(this::leave);
        break;
      }
      piece.append(EventText.event(item.get()));
    }
    String why = leaving;
    if (why != null) {
      farewell = true;
      piece.append(EventText.goodbye(why));
    } else if (piece.isEmpty() && isSilent(System.nanoTime())) {
      piece.append(EventText.heartbeat(changes.token()));
    }
    return piece.toString();
  }

  private boolean isSilent(long now) {
    return now - writtenAt >= streams.limits().heartbeat().toNanos() * 9 / 10;
  }

  /** Ends the stream after what is being written, and says why. */
  void leave(String why) {
    if (leaving == null) {
      endedAt = System.nanoTime();
      leaving = why;
      call();
    }
  }

  /** Looks whether it is time for a heartbeat, or for its end, and whether it is still allowed. */
  void look(long now) {
    FeedSubscription changes = subscription;
    if (leaving != null) {
      if (now - endedAt > FAREWELL.toNanos()) {
        abort();
      }
    } else if (!admitted.getAsBoolean()) {
      leave("the token does not allow it any more");
    } else if (now - expires >= 0) {
      leave("connect again");
    } else if (changes != null && changes.end().isPresent()) {
      changes.end().map(FeedEnd::message).ifPresent(this::leave);
    } else if (isSilent(now)) {
      call();
    }
  }

  /** Ends the connection, whatever is under way. */
  void abort() {
    closeConnection.run();
    finish();
  }

  /** Gives up before it has begun. */
  void cancel() {
    finish();
  }

  private void finish() {
    if (finished.compareAndSet(false, true)) {
      FeedSubscription changes = subscription;
      if (changes != null) {
        changes.close();
      }
      streams.remove(this);
      left.run();
      ended.complete(null);
    }
  }

  @Override
  public void onWritePossible() {
    call();
  }

  @Override
  public void onError(Throwable failure) {
    // The client has gone, or takes nothing.
    finish();
  }
}
