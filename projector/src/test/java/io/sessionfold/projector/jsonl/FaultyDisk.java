package io.sessionfold.projector.jsonl;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The real disk, of which operations fail on request. It also remembers what an fsync has not
 * covered, so that {@link #losePower} can take that away; for that it need not fsync, and is fast.
 */
final class FaultyDisk implements Disk {
  /** An operation on the way to the disk: its name and the file it is about. */
  record Operation(String name, Path path) {}

  private final Disk real = new RealDisk();
  private final List<Operation> operations = new ArrayList<>();
  private final Map<FileChannel, Path> opened = new HashMap<>();
  private final Map<Path, Long> synced = new HashMap<>();
  private final Set<Path> unnamed = new HashSet<>();
  private final Deque<Predicate<Operation>> failures = new ArrayDeque<>();
  private int deadAt = Integer.MAX_VALUE;
  private int writable = 7;

  /** Fails the next operation that matches, once. */
  void failNext(Predicate<Operation> which) {
    failures.add(which);
  }

  /** Fails the next operation of that name, once. */
  void failNext(String name) {
    failNext(o -> o.name().equals(name));
  }

  /** Fails the {@code n}-th operation, from 0, and all after it: the process is as good as dead. */
  void dieAt(int n, int bytesOfTheLastWrite) {
    deadAt = n;
    writable = bytesOfTheLastWrite;
  }

  int count() {
    return operations.size();
  }

  List<Operation> operations() {
    return List.copyOf(operations);
  }

  /** Takes away everything below {@code root} that no fsync has covered. */
  void losePower(Path root) throws IOException {
    for (Map.Entry<Path, Long> file : synced.entrySet()) {
      if (Files.isRegularFile(file.getKey())
          && Files.size(file.getKey()) > file.getValue()
          && file.getKey().startsWith(root)) {
        try (FileChannel channel = real.openForAppend(file.getKey())) {
          channel.truncate(file.getValue());
        }
      }
    }
    for (Path path : unnamed) {
      if (Files.isRegularFile(path) || Files.isSymbolicLink(path)) {
        Files.delete(path);
      }
    }
  }

  @Override
  public FileChannel openForAppend(Path file) throws IOException {
    step("open", file);
    boolean created = !Files.exists(file);
    FileChannel channel = real.openForAppend(file);
    opened.put(channel, file);
    if (created) {
      unnamed.add(file);
    }
    synced.putIfAbsent(file, created ? 0 : channel.size());
    return channel;
  }

  @Override
  public FileChannel create(Path file) throws IOException {
    step("create", file);
    FileChannel channel = real.create(file);
    opened.put(channel, file);
    synced.put(file, 0L);
    return channel;
  }

  @Override
  public void write(FileChannel file, ByteBuffer bytes) throws IOException {
    try {
      step("write", path(file));
    } catch (IOException e) {
      if (operations.size() == deadAt + 1 || deadAt == Integer.MAX_VALUE) {
        ByteBuffer part = bytes.slice();
        part.limit(Math.min(part.limit(), writable));
        real.write(file, part);
      }
      throw e;
    }
    real.write(file, bytes);
  }

  @Override
  public void truncate(FileChannel file, long length) throws IOException {
    step("truncate", path(file));
    real.truncate(file, length);
  }

  @Override
  public void sync(FileChannel file) throws IOException {
    step("sync", path(file));
    synced.put(path(file), file.size());
  }

  @Override
  public void syncDirectory(Path directory) throws IOException {
    step("syncDirectory", directory);
    if (!Files.isDirectory(directory)) {
      throw new NoSuchFileException(directory.toString());
    }
    unnamed.removeIf(path -> directory.equals(path.getParent()));
  }

  @Override
  public void createDirectory(Path directory) throws IOException {
    step("createDirectory", directory);
    real.createDirectory(directory);
  }

  @Override
  public void move(Path from, Path to) throws IOException {
    step("move", to);
    real.move(from, to);
    Long length = synced.remove(from);
    synced.put(to, length == null ? 0 : length);
  }

  @Override
  public void link(Path link, Path target) throws IOException {
    step("link", link);
    real.link(link, target);
    unnamed.add(link);
  }

  @Override
  public boolean delete(Path path) throws IOException {
    step("delete", path);
    synced.remove(path);
    unnamed.remove(path);
    return real.delete(path);
  }

  private Path path(FileChannel channel) {
    @Nullable Path path = opened.get(channel);
    return path == null ? Path.of("lock") : path;
  }

  private void step(String name, Path path) throws IOException {
    Operation operation = new Operation(name, path);
    operations.add(operation);
    if (operations.size() > deadAt) {
      throw new IOException("the disk is gone");
    }
    Predicate<Operation> failure = failures.peek();
    if (failure != null && failure.test(operation)) {
      failures.remove();
      throw new IOException(name + " failed");
    }
  }
}
