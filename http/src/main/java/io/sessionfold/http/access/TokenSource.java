package io.sessionfold.http.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tokens of a file, as the file has them now: a change is seen within a second, without a
 * restart. A file that becomes unreadable or wrong changes nothing and is logged: those who had
 * access keep it, nobody gains any. Thread-safe.
 */
final class TokenSource {
  private static final Logger LOG = LoggerFactory.getLogger(TokenSource.class);
  private static final long LOOK_NANOS = 1_000_000_000L;

  private final Path file;
  private volatile AccessTokens tokens;
  private volatile long lookedAt;
  private Version version;

  private record Version(FileTime modified, long size) {
    static Version of(Path file) throws IOException {
      return new Version(Files.getLastModifiedTime(file), Files.size(file));
    }
  }

  /**
   * Reads the file.
   *
   * @throws IllegalArgumentException if it is not a file of tokens
   */
  TokenSource(Path file) throws IOException {
    this.file = file;
    this.version = Version.of(file);
    this.tokens = TokenFile.read(file);
    this.lookedAt = System.nanoTime();
  }

  Optional<Caller> caller(String token) {
    if (System.nanoTime() - lookedAt > LOOK_NANOS) {
      look();
    }
    return tokens.caller(token, Instant.now());
  }

  private synchronized void look() {
    if (System.nanoTime() - lookedAt <= LOOK_NANOS) {
      return;
    }
    lookedAt = System.nanoTime();
    try {
      Version now = Version.of(file);
      if (!now.equals(version)) {
        version = now;
        tokens = TokenFile.read(file);
        LOG.info("{} has changed: {} tokens", file, tokens.entries().size());
      }
    } catch (IOException | IllegalArgumentException e) {
      LOG.error("The tokens stay as they were, since their file cannot be read: {}", e.toString());
    }
  }
}
