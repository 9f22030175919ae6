package io.sessionfold.file;

import io.sessionfold.event.SessionKey;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the files of one generation are. Every path that it gives is below the root, whatever the
 * ids and users are called; which is checked, not assumed.
 *
 * <pre>
 * &lt;root&gt;/root.json
 * &lt;root&gt;/current  (a relative link to the active generation, for people)
 * &lt;root&gt;/g&lt;n&gt;/.locks/&lt;partition&gt;
 * &lt;root&gt;/g&lt;n&gt;/&lt;tenant&gt;/sessions/&lt;2 hex&gt;/&lt;session&gt;.jsonl
 * &lt;root&gt;/g&lt;n&gt;/&lt;tenant&gt;/users/&lt;user&gt;/sessions/&lt;session&gt;.jsonl  (a relative link)
 * </pre>
 */
public final class SessionFilePaths {
  /** How the names of session files end. */
  public static final String SUFFIX = ".jsonl";

  private final Path root;
  private final int generation;
  private final Path directory;

  /** The files of generation {@code generation} below {@code root}. */
  public SessionFilePaths(Path root, int generation) {
    this.root = root.toAbsolutePath().normalize();
    this.generation = generation;
    this.directory = this.root.resolve("g" + generation);
  }

  /** What all generations are below. */
  public Path root() {
    return root;
  }

  /** The number of the generation. */
  public int generation() {
    return generation;
  }

  /** The directory of the generation. */
  public Path directory() {
    return directory;
  }

  /** The file that says which root this is. */
  public Path rootIdentity() {
    return root.resolve("root.json");
  }

  /** The link to the active generation. */
  public Path current() {
    return root.resolve("current");
  }

  /** The directory of the partitions' lock files. */
  public Path locks() {
    return directory.resolve(".locks");
  }

  /** The lock file of a partition. */
  public Path lock(int partition) {
    return locks().resolve(Integer.toString(partition));
  }

  /** The file of a session. */
  public Path session(SessionKey session) {
    return inside(
        tenant(session)
            .resolve("sessions")
            .resolve(FileNames.shard(session.id()))
            .resolve(FileNames.encode(session.id()) + SUFFIX));
  }

  /** Whose file it is by its name; empty if its name does not tell, or it is no session's file. */
  public Optional<SessionKey> named(Path file) {
    if (!file.startsWith(directory) || file.equals(directory)) {
      return Optional.empty();
    }
    Path below = directory.relativize(file);
    String name = below.getName(below.getNameCount() - 1).toString();
    if (!name.endsWith(SUFFIX)) {
      return Optional.empty();
    }
    String id = name.substring(0, name.length() - SUFFIX.length());
    return FileNames.decode(below.getName(0).toString())
        .flatMap(tenant -> FileNames.decode(id).map(session -> tenant + "/" + session))
        .flatMap(SessionKey::parse)
        .filter(key -> session(key).equals(file));
  }

  /** The link to the file of a session whose user is known. */
  public Path userLink(SessionKey session, String user) {
    return inside(
        tenant(session)
            .resolve("users")
            .resolve(FileNames.encode(user))
            .resolve("sessions")
            .resolve(FileNames.encode(session.id()) + SUFFIX));
  }

  /** What that link contains: the way to the file from the link's directory. */
  public Path userLinkTarget(SessionKey session, String user) {
    Path from = userLink(session, user).getParent();
    return from == null ? session(session) : from.relativize(session(session));
  }

  private Path tenant(SessionKey session) {
    return directory.resolve(FileNames.encode(session.tenant()));
  }

  private Path inside(Path path) {
    if (!path.normalize().equals(path) || !path.startsWith(directory)) {
      throw new IllegalStateException("a file name leads out of " + directory);
    }
    return path;
  }
}
