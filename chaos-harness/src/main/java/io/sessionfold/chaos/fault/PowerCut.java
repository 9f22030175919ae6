package io.sessionfold.chaos.fault;

import io.sessionfold.chaos.cluster.Cluster;
import io.sessionfold.chaos.cluster.Cluster.Role;
import io.sessionfold.chaos.cluster.Command;
import io.sessionfold.chaos.cluster.Part;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The power of the machine with the files fails: the sinks end, and of every file all or a part of
 * what was not synced is gone; files whose names were not synced may be gone altogether.
 */
public final class PowerCut {
  private PowerCut() {}

  static boolean strike(Cluster cluster, Random random) {
    List<Part> sinks = List.of(cluster.part(Role.JSONL_SINK, 1), cluster.part(Role.JSONL_SINK, 2));
    List<Part> running = sinks.stream().filter(Part::isAlive).toList();
    running.forEach(Part::kill);
    List<Command> commands = cluster.commands();
    commands.forEach(Command::kill);
    List<String> lines = new ArrayList<>();
    sinks.forEach(sink -> read(sink.ledger(), lines));
    commands.forEach(command -> read(command.ledger(), lines));
    // Of several processes that have written a file, the order counts.
    lines.sort(Comparator.comparingLong(line -> Long.parseLong(line.split("\t", 2)[0])));
    Durable durable = new Durable();
    lines.forEach(durable::line);
    try (Stream<Path> walk = Files.walk(cluster.files())) {
      walk.filter(Files::isRegularFile)
          .filter(file -> file.toString().endsWith(".jsonl"))
          .sorted()
          .forEach(file -> durable.loseTheRest(file, random));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot walk through the files", e);
    }
    running.forEach(Part::start);
    return true;
  }

  private static void read(Path ledger, List<String> lines) {
    if (!Files.exists(ledger)) {
      return;
    }
    try {
      lines.addAll(Files.readAllLines(ledger));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + ledger, e);
    }
  }

  /** What has reached the disk, by the ledgers. */
  private static final class Durable {
    private final Map<Path, Long> lengths = new HashMap<>();
    private final Set<Path> names = new HashSet<>();
    private final Set<Path> seen = new HashSet<>();

    void line(String line) {
      String[] parts = line.substring(line.indexOf('\t') + 1).split("\t", -1);
      Path path = Path.of(parts[1]);
      switch (parts[0]) {
        case "opened" -> seen.add(path);
        case "synced" -> lengths.merge(path, Long.parseLong(parts[2]), Math::max);
        case "cut" -> lengths.computeIfPresent(path, (p, l) -> Math.min(l, cut(parts)));
        case "moved" -> moved(path, Path.of(parts[2]));
        case "directory" ->
            seen.stream().filter(file -> path.equals(file.getParent())).forEach(names::add);
        default -> throw new IllegalStateException("a ledger has the line " + line);
      }
    }

    private static long cut(String[] parts) {
      return Long.parseLong(parts[2]);
    }

    private void moved(Path from, Path to) {
      Long length = lengths.remove(from);
      lengths.put(to, length == null ? 0L : length);
      seen.add(to);
    }

    void loseTheRest(Path file, Random random) {
      if (!seen.contains(file)) {
        return;
      }
      try {
        long length = Files.size(file);
        long safe = Math.min(lengths.getOrDefault(file, 0L), length);
        if (!names.contains(file) && random.nextBoolean()) {
          Files.delete(file);
        } else if (safe < length) {
          long left = safe + random.nextInt((int) (length - safe) + 1);
          try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(left);
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException("cannot take from " + file, e);
      }
    }
  }
}
