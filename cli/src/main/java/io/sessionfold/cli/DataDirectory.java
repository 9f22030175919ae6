package io.sessionfold.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The data directory of a process that serves. */
final class DataDirectory {
  private DataDirectory() {}

  /**
   * Makes it, for its owner only, and tries whether it can be written.
   *
   * @throws CommandException if it cannot
   */
  static void prepare(Path directory) {
    try {
      OwnerOnly.directory(directory);
      Files.delete(Files.createTempFile(directory, "writable", ".tmp"));
    } catch (IOException e) {
      throw new CommandException(
          "the data directory "
              + directory
              + " cannot be written ("
              + ExpectedFailure.file(e)
              + "): give this user the right to write there and free space, or choose another"
              + " directory with --data or SESSIONFOLD_DATA",
          e);
    }
  }
}
