package io.sessionfold.chaos.fault;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import io.sessionfold.chaos.cluster.Cluster;
import io.sessionfold.chaos.cluster.Cluster.Role;
import io.sessionfold.chaos.cluster.Part;
import io.sessionfold.chaos.load.Load;
import io.sessionfold.chaos.oracle.Generations;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.bson.Document;

/**
 * What a sink wrote is damaged by hand, or its store refuses a session. The session on which all
 * threads write is the one: its next change comes at once and meets the damage. Afterwards the
 * cause is mended and the session released from quarantine, and must end as if nothing had
 * happened.
 */
final class Damage {
  private static final Duration NOTICED_WITHIN = Duration.ofSeconds(20);
  private static final Duration WRITTEN_WITHIN = Duration.ofSeconds(15);
  private static final Duration TAKEN_BACK_WITHIN = Duration.ofMinutes(2);
  private static final Duration QUIET = Duration.ofMillis(1_500);
  private static final Duration REFUSED_FOR = Duration.ofMillis(1_500);
  private static final String HOT = "hot";
  private static final String SOURCE = "\"source\":\"/";

  private Damage() {}

  static List<Fault> all() {
    return List.of(
        Fault.damage("document deleted by hand", (c, r) -> documentDeleted(c)),
        Fault.damage("pages deleted by hand", (c, r) -> pagesDeleted(c)),
        Fault.damage("mongod refuses a session", (c, r) -> documentRefused(c)),
        Fault.damage("file with a flipped byte", Damage::byteFlipped),
        Fault.damage("file with a flipped character", Damage::characterFlipped),
        Fault.damage("file cut by hand", Damage::fileCut),
        Fault.damage("a directory in place of a file", (c, r) -> fileRefused(c)));
  }

  private static boolean documentDeleted(Cluster cluster) {
    try (MongoClient client = MongoClients.create(cluster.mongod().uri())) {
      Optional<String> id = hotDocument(database(client));
      id.ifPresent(i -> active(database(client), "sessions").deleteOne(Filters.eq("_id", i)));
      return id.isPresent() && noticedAndReleased(cluster, database(client), "mongo", 1);
    }
  }

  /** A redaction of a message on one of them finds that they are gone. */
  private static boolean pagesDeleted(Cluster cluster) {
    try (MongoClient client = MongoClients.create(cluster.mongod().uri())) {
      Optional<String> id = hotDocument(database(client));
      id.ifPresent(
          i -> {
            active(database(client), "session_pages").deleteMany(Filters.eq("session", i));
            Load.redactFirst(cluster.bootstrapServers(), i);
          });
      return id.isPresent() && noticedAndReleased(cluster, database(client), "mongo", 1);
    }
  }

  private static boolean documentRefused(Cluster cluster) {
    try (MongoClient client = MongoClients.create(cluster.mongod().uri())) {
      MongoDatabase database = database(client);
      Optional<String> id = hotDocument(database);
      if (id.isEmpty()) {
        return false;
      }
      Document others = new Document("_id", new Document("$ne", id.get()));
      database.runCommand(validator(database, others));
      boolean noticed;
      try {
        Pause.of(REFUSED_FOR);
        noticed = Pause.until(NOTICED_WITHIN, () -> isMarked(database, "mongo"));
      } finally {
        // Whatever else has happened to mongod: it must not go on refusing.
        Pause.until(TAKEN_BACK_WITHIN, () -> isTakenBack(database));
      }
      return noticed && released(cluster, database, "mongo", 1);
    }
  }

  private static boolean isTakenBack(MongoDatabase database) {
    try {
      database.runCommand(validator(database, new Document()));
      return true;
    } catch (MongoException e) {
      return false;
    }
  }

  private static Document validator(MongoDatabase database, Document rule) {
    String name = active(database, "sessions").getNamespace().getCollectionName();
    return new Document("collMod", name).append("validator", rule);
  }

  private static boolean byteFlipped(Cluster cluster, Random random) {
    return damaged(
        cluster,
        file -> {
          byte[] bytes = Files.readAllBytes(file);
          int at = bytes.length / 2 + random.nextInt(bytes.length / 4);
          while (bytes[at] != '\n') {
            at++;
          }
          // The line no longer ends there: two become one that is neither.
          bytes[at] ^= 0x15;
          Files.write(file, bytes);
        });
  }

  /**
   * The line stays a change that could have been, in a session to which nobody writes at the
   * moment. Only a check tells; or the sink does, if the session is written to nevertheless.
   */
  private static boolean characterFlipped(Cluster cluster, Random random) {
    Optional<Path> file = hotFile(cluster).flatMap(Damage::quietFile);
    if (file.isEmpty()) {
      return false;
    }
    try (FileChannel channel = FileChannel.open(file.get(), READ, WRITE)) {
      String text = new String(bytes(channel), StandardCharsets.ISO_8859_1);
      int at = text.indexOf(SOURCE, random.nextInt(text.length() / 2)) + SOURCE.length();
      channel.write(ByteBuffer.wrap(new byte[] {'X'}), at);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot damage " + file.get(), e);
    }
    boolean found = cluster.run("check", "files") == 1;
    boolean repaired = cluster.run("check", "files", "--repair", "--wait", "40s") == 0;
    try (MongoClient client = MongoClients.create(cluster.mongod().uri())) {
      // Who wrote to it meanwhile has found it before.
      found |= isMarked(database(client), "jsonl");
      return released(cluster, database(client), "jsonl", 1) && found && repaired;
    }
  }

  /** A session that was written together with the hot one, and of which nothing comes any more. */
  private static Optional<Path> quietFile(Path hot) {
    Path sessions = Objects.requireNonNull(Objects.requireNonNull(hot.getParent()).getParent());
    AtomicReference<Path> found = new AtomicReference<>();
    Pause.until(
        WRITTEN_WITHIN,
        () -> {
          long before = System.currentTimeMillis() - QUIET.toMillis();
          sessionFiles(sessions)
              .filter(file -> file.lastModified() < before && file.length() > 2_000)
              .findFirst()
              .ifPresent(file -> found.set(file.toPath()));
          return found.get() != null;
        });
    return Optional.ofNullable(found.get());
  }

  private static byte[] bytes(FileChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate((int) channel.size());
    while (bytes.hasRemaining() && channel.read(bytes, bytes.position()) > 0) {
      // On.
    }
    return bytes.array();
  }

  private static boolean fileCut(Cluster cluster, Random random) {
    return damaged(
        cluster,
        file -> {
          byte[] bytes = Files.readAllBytes(file);
          int length = bytes.length / 3 + random.nextInt(bytes.length / 3);
          Files.write(file, Arrays.copyOf(bytes, length));
        });
  }

  private interface Harm {
    void to(Path file) throws IOException;
  }

  private static boolean damaged(Cluster cluster, Harm harm) {
    Part sink = cluster.part(Role.JSONL_SINK, 1);
    Optional<Path> file = hotFile(cluster);
    if (file.isEmpty()) {
      return false;
    }
    sink.kill();
    try {
      harm.to(file.get());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot damage " + file.get(), e);
    } finally {
      sink.start();
    }
    try (MongoClient client = MongoClients.create(cluster.mongod().uri())) {
      return noticedAndReleased(cluster, database(client), "jsonl", 1);
    }
  }

  /** What is mended first is the refusal; that the file is gone as well is found only then. */
  private static boolean fileRefused(Cluster cluster) {
    Part sink = cluster.part(Role.JSONL_SINK, 1);
    Optional<Path> file = hotFile(cluster);
    if (file.isEmpty()) {
      return false;
    }
    try (MongoClient client = MongoClients.create(cluster.mongod().uri())) {
      sink.kill();
      Files.delete(file.get());
      Files.createDirectory(file.get());
      sink.start();
      boolean noticed = Pause.until(NOTICED_WITHIN, () -> isMarked(database(client), "jsonl"));
      Files.delete(file.get());
      return noticed && released(cluster, database(client), "jsonl", 2);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot put a directory in place of " + file.get(), e);
    }
  }

  private static boolean noticedAndReleased(
      Cluster cluster, MongoDatabase database, String sink, int attempts) {
    return Pause.until(NOTICED_WITHIN, () -> isMarked(database, sink))
        && released(cluster, database, sink, attempts);
  }

  private static boolean released(
      Cluster cluster, MongoDatabase database, String sink, int attempts) {
    for (int i = 0; i < attempts; i++) {
      cluster.run("quarantine", "release", "--all", "--sink", sink, "--wait", "40s");
    }
    return !isMarked(database, sink);
  }

  private static boolean isMarked(MongoDatabase database, String sink) {
    return database.getCollection("quarantine").countDocuments(Filters.eq("_id.sink", sink)) > 0;
  }

  /** The document of the session that is written at this moment, once it has pages. */
  private static Optional<String> hotDocument(MongoDatabase database) {
    Instant now = Instant.now();
    AtomicReference<String> found = new AtomicReference<>();
    Pause.until(
        WRITTEN_WITHIN,
        () -> {
          Document newest =
              active(database, "sessions")
                  .find(
                      Filters.and(
                          Filters.regex("_id", "/" + HOT + "$"),
                          Filters.gt("updated_at", now),
                          Filters.gt("sessionfold.page", 1)))
                  .first();
          found.set(newest == null ? null : newest.getString("_id"));
          return newest != null;
        });
    return Optional.ofNullable(found.get());
  }

  /** The file of the session that is written at this moment. */
  private static Optional<Path> hotFile(Cluster cluster) {
    long now = System.currentTimeMillis();
    AtomicReference<Path> found = new AtomicReference<>();
    Pause.until(
        WRITTEN_WITHIN,
        () -> {
          newestHotFile(cluster)
              .filter(file -> file.toFile().lastModified() > now && file.toFile().length() > 5_000)
              .ifPresent(found::set);
          return found.get() != null;
        });
    return Optional.ofNullable(found.get());
  }

  private static Optional<Path> newestHotFile(Cluster cluster) {
    return sessionFiles(cluster.files())
        .filter(file -> file.getName().equals(HOT + ".jsonl"))
        .max(Comparator.comparingLong(File::lastModified))
        .map(File::toPath);
  }

  private static Stream<File> sessionFiles(Path below) {
    try (Stream<Path> walk = Files.walk(below)) {
      return walk
          .filter(file -> file.toString().endsWith(".jsonl") && Files.isRegularFile(file))
          .filter(file -> !file.toString().contains("/users/"))
          .map(Path::toFile)
          .toList()
          .stream();
    } catch (IOException | UncheckedIOException e) {
      return Stream.empty(); // Something was renamed meanwhile.
    }
  }

  /** A collection of the generation that is read. */
  private static MongoCollection<Document> active(MongoDatabase database, String kind) {
    return database.getCollection(kind + "_g" + Generations.read(database).documents());
  }

  private static MongoDatabase database(MongoClient client) {
    return client.getDatabase("sessionfold");
  }
}
