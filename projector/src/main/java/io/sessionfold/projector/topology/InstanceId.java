package io.sessionfold.projector.topology;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * The name under which a state directory's process is a member of its group. It stays with the
 * directory, so that a restarted process is known again and takes its tasks back.
 */
final class InstanceId {
  private InstanceId() {}

  static String of(Path stateDirectory) {
    Path file = stateDirectory.resolve("instance");
    try {
      Files.createDirectories(stateDirectory);
      if (Files.exists(file)) {
        String id = Files.readString(file).strip();
        if (!id.isEmpty()) {
          return id;
        }
      }
      String id = UUID.randomUUID().toString();
      Files.writeString(file, id);
      return id;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Cannot use the state directory " + stateDirectory + ": choose one that can be written",
          e);
    }
  }
}
