package io.sessionfold.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The file descriptors of a process by what they are: all of {@code /proc/<pid>/fd}, which is what
 * {@code ulimit -n} bounds.
 */
record OpenFiles(Map<Kind, Integer> counts) {
  /** What is behind a descriptor. */
  enum Kind {
    /** Connections to Kafka and MongoDB, and what wakes their threads up. */
    SOCKETS,
    /** RocksDB and the rest of the state directory. */
    STATE,
    /** Session files, their directories and locks. */
    FILES,
    /** Jars, libraries, logs, devices. */
    OTHER
  }

  /** Of a process now; none if it has ended. */
  static OpenFiles of(long pid, Path state, Path files) throws IOException {
    Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
    try (Stream<Path> all = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
      for (Path each : all.toList()) {
        counts.merge(kind(target(each), state, files), 1, Integer::sum);
      }
    } catch (NoSuchFileException e) {
      return new OpenFiles(Map.of());
    }
    return new OpenFiles(counts);
  }

  /** Descriptors are closed at any time. */
  private static String target(Path descriptor) throws IOException {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (NoSuchFileException e) {
      return "";
    }
  }

  static Kind kind(String target, Path state, Path files) {
    if (target.startsWith("socket:") || target.startsWith("pipe:") || target.startsWith("anon_")) {
      return Kind.SOCKETS;
    }
    if (target.startsWith(state + "/")) {
      return Kind.STATE;
    }
    return target.startsWith(files + "/") ? Kind.FILES : Kind.OTHER;
  }

  int of(Kind kind) {
    return counts.getOrDefault(kind, 0);
  }

  int all() {
    return counts.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** The larger one of each kind. */
  OpenFiles most(OpenFiles other) {
    Map<Kind, Integer> most = new EnumMap<>(Kind.class);
    for (Kind kind : Kind.values()) {
      most.put(kind, Math.max(of(kind), other.of(kind)));
    }
    return new OpenFiles(most);
  }
}
