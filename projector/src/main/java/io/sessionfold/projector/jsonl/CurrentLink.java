package io.sessionfold.projector.jsonl;

import io.sessionfold.file.SessionFilePaths;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The link {@code current} in the root of the files, by which people and tools find the active
 * generation. Nothing of ours reads it, so where it cannot be made, that is logged and nothing
 * else.
 */
public final class CurrentLink {
  private static final Logger LOG = LoggerFactory.getLogger(CurrentLink.class);

  private CurrentLink() {}

  /** Makes the link, or moves it in one step, so that it shows a generation. */
  public static void show(SessionFilePaths paths) {
    Path link = paths.current();
    Path target = Path.of(paths.directory().getFileName().toString());
    try {
      if (Files.isSymbolicLink(link) && Files.readSymbolicLink(link).equals(target)) {
        return;
      }
      if (Files.exists(link, LinkOption.NOFOLLOW_LINKS) && !Files.isSymbolicLink(link)) {
        LOG.warn("{} is not a link: move it away, the link to {} belongs there", link, target);
        return;
      }
      move(link, target);
    } catch (IOException | UnsupportedOperationException e) {
      LOG.warn("the link {} does not show {}; the files are there all the same", link, target, e);
    }
  }

  private static void move(Path link, Path target) throws IOException {
    Path temporary = link.resolveSibling("current." + UUID.randomUUID());
    Files.createSymbolicLink(temporary, target);
    try {
      Files.move(temporary, link, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      Files.deleteIfExists(temporary);
      throw e;
    }
  }
}
