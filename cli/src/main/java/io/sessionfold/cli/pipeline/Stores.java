package io.sessionfold.cli.pipeline;

import com.mongodb.ConnectionString;
import io.micrometer.core.instrument.MeterRegistry;
import io.sessionfold.cli.CommandException;
import io.sessionfold.cli.Place;
import io.sessionfold.cli.config.Setting;
import io.sessionfold.projector.store.MongoConnection;
import io.sessionfold.projector.store.StoreRefusedException;
import io.sessionfold.sink.StoreUnavailableException;
import java.util.function.Function;

/** Connects to the MongoDB of a place. */
public final class Stores {
  private Stores() {}

  /**
   * Connects, for those that go on asking.
   *
   * @throws StoreUnavailableException if nobody answers
   * @throws StoreRefusedException if it must not be written to as it is, with the setting
   */
  public static MongoConnection open(Place place) {
    return told(place, standalone -> MongoConnection.open(place.mongoUri(), standalone));
  }

  /** As {@link #open(Place)}, with meters of what is asked and of the connections. */
  static MongoConnection open(Place place, MeterRegistry registry) {
    return told(place, standalone -> MongoConnection.open(place.mongoUri(), standalone, registry));
  }

  private static MongoConnection told(Place place, Function<Boolean, MongoConnection> open) {
    try {
      return open.apply(place.settings().flag(Setting.MONGO_STANDALONE));
    } catch (StoreRefusedException e) {
      throw new StoreRefusedException(
          e.getMessage()
              + " ("
              + Setting.MONGO_STANDALONE.key()
              + "=true, in the environment "
              + Setting.MONGO_STANDALONE.environmentName()
              + ")");
    }
  }

  /**
   * Connects, for those that ask once.
   *
   * @throws CommandException if nobody answers
   */
  public static MongoConnection openNow(Place place) {
    try {
      return open(place);
    } catch (StoreUnavailableException e) {
      throw new CommandException(
          "MongoDB at "
              + new ConnectionString(place.mongoUri()).getHosts()
              + " does not answer: check that it runs, can be reached, has a primary and lets this"
              + " user in, or name another with --mongo-uri",
          e);
    }
  }
}
