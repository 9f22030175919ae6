package io.sessionfold.cli.export;

import io.sessionfold.cli.CommandException;
import io.sessionfold.json.JsonSyntaxException;
import io.sessionfold.json.JsonText;
import io.sessionfold.json.JsonWriter;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A directory that holds the export of one tenant and says so in a marker file. What an export did
 * not write is taken away at its end: it belongs to a session that is gone.
 */
final class ExportDirectory {
  static final String MARKER = ".sessionfold-export.json";
  static final String SESSIONS = "sessions";
  static final String USERS = "users";

  private final Path directory;
  private final FileTime begun;

  private ExportDirectory(Path directory, FileTime begun) {
    this.directory = directory;
    this.begun = begun;
  }

  /**
   * Takes the directory for a tenant.
   *
   * @throws CommandException if it has something else in the places of an export
   */
  static ExportDirectory claim(Path directory, String tenant) throws IOException {
    Path marker = Files.createDirectories(directory).resolve(MARKER);
    if (Files.exists(marker)) {
      refuseOther(directory, tenant(marker), tenant);
    } else if (Files.exists(directory.resolve(SESSIONS))
        || Files.exists(directory.resolve(USERS))) {
      throw new CommandException(
          directory + " has sessions or users that are of no export; choose an empty directory");
    }
    Files.writeString(
        marker,
        new JsonWriter()
                .add("format", "sessionfold.export")
                .add("version", 1)
                .add("tenant", tenant)
                .done()
            + "\n");
    // Of the same file system as the files, so that clocks do not matter.
    return new ExportDirectory(directory, Files.getLastModifiedTime(marker));
  }

  private static void refuseOther(Path directory, @Nullable String known, String tenant) {
    if (!tenant.equals(known)) {
      throw new CommandException(
          "%s holds the export of tenant %s, not of %s: choose another directory"
              .formatted(directory, known, tenant));
    }
  }

  private static @Nullable String tenant(Path marker) throws IOException {
    try {
      JsonText tenant = JsonText.parse(Files.readAllBytes(marker)).members().get("tenant");
      return tenant == null ? null : tenant.string();
    } catch (JsonSyntaxException | IllegalStateException e) {
      return null;
    }
  }

  /** Takes away what was there before and was not written again. */
  void sweep() throws IOException {
    for (Path root : List.of(directory.resolve(SESSIONS), directory.resolve(USERS))) {
      if (Files.isDirectory(root)) {
        sweep(root);
      }
    }
  }

  private void sweep(Path root) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      for (Path each : (Iterable<Path>) all.sorted(Comparator.reverseOrder())::iterator) {
        if (Files.isDirectory(each)) {
          deleteIfEmpty(each);
        } else if (Files.getLastModifiedTime(each).compareTo(begun) < 0) {
          Files.delete(each);
        }
      }
    }
  }

  private static void deleteIfEmpty(Path each) throws IOException {
    try {
      Files.delete(each);
    } catch (DirectoryNotEmptyException e) {
      // It still has sessions.
    }
  }
}
