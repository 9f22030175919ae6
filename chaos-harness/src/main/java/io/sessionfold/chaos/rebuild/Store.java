package io.sessionfold.chaos.rebuild;

import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.sessionfold.chaos.fault.Pause;
import io.sessionfold.chaos.oracle.Generations;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/** Looks at the generations, whether MongoDB is there at the moment or not. */
final class Store implements AutoCloseable {
  private static final Duration THERE_WITHIN = Duration.ofMinutes(1);

  private final MongoClient client;

  Store(String mongoUri) {
    this.client = MongoClients.create(mongoUri);
  }

  /** What they are as soon as they can be read. */
  Generations look() {
    AtomicReference<Generations> found = new AtomicReference<>();
    Pause.until(THERE_WITHIN, () -> tried(found));
    Generations generations = found.get();
    if (generations == null) {
      throw new IllegalStateException("MongoDB was away for " + THERE_WITHIN.toSeconds() + " s");
    }
    return generations;
  }

  private boolean tried(AtomicReference<Generations> found) {
    try {
      found.set(Generations.read(client.getDatabase("sessionfold")));
      return true;
    } catch (MongoException e) {
      return false;
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
