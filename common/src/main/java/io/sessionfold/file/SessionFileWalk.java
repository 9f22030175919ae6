package io.sessionfold.file;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.function.BiConsumer;

/** Finds the session files of a generation, whatever sinks do to them meanwhile. */
public final class SessionFileWalk {
  private SessionFileWalk() {}

  /**
   * Shows whatever has the name of a session file, in any order; the links of users are none. There
   * are none while the generation has no directory.
   *
   * @throws IOException if directories cannot be listed
   */
  public static void each(SessionFilePaths paths, BiConsumer<Path, BasicFileAttributes> file)
      throws IOException {
    if (!Files.isDirectory(paths.directory())) {
      return;
    }
    Files.walkFileTree(
        paths.directory(),
        new LiveTreeVisitor() {
          @Override
          public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
            if (path.toString().endsWith(SessionFilePaths.SUFFIX) && !attributes.isSymbolicLink()) {
              file.accept(path, attributes);
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
