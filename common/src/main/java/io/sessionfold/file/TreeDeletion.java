package io.sessionfold.file;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** Deletes a directory with all that is in it; links are deleted, not followed. */
public final class TreeDeletion extends LiveTreeVisitor {
  private TreeDeletion() {}

  /**
   * Deletes it, whatever others delete of it meanwhile. Nothing happens if there is no such
   * directory.
   *
   * @throws IOException if something cannot be deleted; what was deleted before is gone
   */
  public static void of(Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      Files.walkFileTree(directory, new TreeDeletion());
    }
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
    Files.deleteIfExists(file);
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e)
      throws IOException {
    Files.deleteIfExists(directory);
    return super.postVisitDirectory(directory, e);
  }
}
