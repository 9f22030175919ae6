package io.sessionfold.benchmarks;

import io.sessionfold.file.LiveTreeVisitor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Comparator;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What stands in directories that others write to meanwhile. */
final class Directories {
  private Directories() {}

  /** The size of the files that are counted; zero where there is no directory. */
  static long bytes(Path directory, Predicate<Path> counted) {
    Sizes sizes = new Sizes(counted);
    try {
      Files.walkFileTree(directory, sizes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return sizes.bytes;
  }

  /** RocksDB and the broker delete files at any time. */
  private static final class Sizes extends LiveTreeVisitor {
    private final Predicate<Path> counted;
    private long bytes;

    Sizes(Predicate<Path> counted) {
      this.counted = counted;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      bytes += attributes.isRegularFile() && counted.test(file) ? attributes.size() : 0;
      return FileVisitResult.CONTINUE;
    }
  }

  /** Deletes a directory and all that is in it. */
  static void delete(Path directory) {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
