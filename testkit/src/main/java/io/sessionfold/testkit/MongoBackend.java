package io.sessionfold.testkit;

import io.sessionfold.embedded.EmbeddedMongo;
import io.sessionfold.embedded.MongodBinary;
import io.sessionfold.embedded.MongodConfig;
import io.sessionfold.embedded.MongodProcess;
import org.junit.jupiter.api.extension.ExtensionContext;

/** What answers as MongoDB in a test. A contract suite runs against each of them. */
public enum MongoBackend {
  /** The emulator, available everywhere; {@link EmbeddedMongo} says what it cannot do. */
  EMULATOR {
    @Override
    public boolean isAvailable() {
      return true;
    }

    @Override
    String start(ExtensionContext context) {
      return SharedServer.get(context, EmbeddedMongo.class, directory -> EmbeddedMongo.inMemory())
          .uri();
    }
  },

  /** A real mongod, the primary of a replica set of one. */
  REAL {
    @Override
    public boolean isAvailable() {
      return MongodBinary.findForTests().isPresent();
    }

    @Override
    String start(ExtensionContext context) {
      return SharedServer.get(context, MongodProcess.class, MongoBackend::mongod).uri();
    }
  };

  /**
   * Whether this machine has it.
   *
   * @throws IllegalStateException if it has not, although the environment promises it ({@link
   *     MongodBinary#REQUIRED_VARIABLE})
   */
  public abstract boolean isAvailable();

  /** The connection string of the one that all tests of this JVM share. */
  abstract String start(ExtensionContext context);

  private static MongodProcess mongod(TemporaryDirectory directory) {
    return MongodProcess.start(
        MongodConfig.in(directory.path(), MongodBinary.findForTests().orElseThrow()));
  }
}
