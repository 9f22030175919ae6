package io.sessionfold.chaos.load;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/**
 * The producers of one round. Sessions of a few dozen events, each by one writer and some by two
 * that send the same; and one session on which many threads write at once. They go on with new
 * sessions until they are told that it is enough.
 */
public final class Load implements AutoCloseable {
  private static final int WRITERS = 5;
  private static final int SESSIONS_AT_ONCE = 4;
  private static final int EVENTS = 40;
  private static final int EVENTS_OF_HOT_WRITER = 6;
  private static final Duration PACE = Duration.ofMillis(25);
  private static final Duration HOT_PACE = Duration.ofMillis(800);

  private final String bootstrapServers;
  private final String tenant;
  private final long seed;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<CompletableFuture<List<Acknowledged>>> running = new ArrayList<>();
  private final Consumer<List<Acknowledged>> heard;
  private volatile boolean enough;

  private Load(
      String bootstrapServers, String tenant, long seed, Consumer<List<Acknowledged>> heard) {
    this.bootstrapServers = bootstrapServers;
    this.tenant = tenant;
    this.seed = seed;
    this.heard = heard;
  }

  /**
   * Starts the producers.
   *
   * @param tenant of all their sessions
   * @param hotWriters how many threads write to one session
   * @param heard is told what was acknowledged, on any thread, soon after that
   */
  public static Load start(
      String bootstrapServers,
      String tenant,
      long seed,
      int hotWriters,
      Consumer<List<Acknowledged>> heard) {
    Load load = new Load(bootstrapServers, tenant, seed, heard);
    for (int writer = 0; writer < WRITERS; writer++) {
      int number = writer;
      load.begin(wave -> load.sessions(number, wave), writer, PACE);
    }
    // The same events as the first writer's, from a second process.
    load.begin(wave -> load.sessions(0, wave), WRITERS, PACE);
    for (int writer = 0; writer < hotWriters; writer++) {
      int number = writer;
      load.begin(wave -> load.hot(number, wave), WRITERS + 1 + writer, HOT_PACE);
    }
    return load;
  }

  private void begin(IntFunction<List<Outgoing>> waves, int writer, Duration pace) {
    running.add(CompletableFuture.supplyAsync(() -> write(waves, writer, pace), threads));
  }

  private List<Acknowledged> write(IntFunction<List<Outgoing>> waves, int writer, Duration pace) {
    List<Acknowledged> acknowledged = new ArrayList<>();
    try (Writer process =
        new Writer(
            bootstrapServers,
            seed * 1_000_003 + writer,
            () -> enough ? Duration.ZERO : pace,
            heard)) {
      int wave = 0;
      do {
        acknowledged.addAll(process.run(waves.apply(wave++)));
      } while (!enough);
    }
    return acknowledged;
  }

  private List<Outgoing> hot(int writer, int wave) {
    String source = "/hot/" + writer + "/" + wave;
    return Script.of(seed + writer, tenant + "/hot", source, EVENTS_OF_HOT_WRITER, false);
  }

  private List<Outgoing> sessions(int writer, int wave) {
    Random random = new Random(seed * 7_919 + writer * 101L + wave);
    List<List<Outgoing>> scripts = new ArrayList<>();
    for (int s = 0; s < SESSIONS_AT_ONCE; s++) {
      String session = tenant + "/s" + writer + "-" + wave + "-" + s;
      boolean deletes = random.nextInt(5) == 0;
      scripts.add(Script.of(random.nextLong(), session, "/writer/" + writer, EVENTS, deletes));
    }
    return interleaved(scripts, random);
  }

  private static List<Outgoing> interleaved(List<List<Outgoing>> scripts, Random random) {
    List<Outgoing> all = new ArrayList<>();
    int[] next = new int[scripts.size()];
    int left = scripts.stream().mapToInt(List::size).sum();
    while (left > 0) {
      int which = random.nextInt(scripts.size());
      if (next[which] < scripts.get(which).size()) {
        all.add(scripts.get(which).get(next[which]++));
        left--;
      }
    }
    return all;
  }

  /** Takes the first message of a session back, whoever wrote it. */
  public static void redactFirst(String bootstrapServers, String session) {
    ObjectNode data = JsonNodeFactory.instance.objectNode();
    data.putObject("target").put("agent", "agent-0").put("index", 0);
    Outgoing event =
        Outgoing.event(Outgoing.MESSAGES, session, "message.redacted", "first", "/redaction", data);
    try (Writer writer = new Writer(bootstrapServers, 1, () -> Duration.ZERO, all -> {})) {
      List<Acknowledged> unused = writer.run(List.of(event));
    }
  }

  /**
   * Lets the producers come to their end, without a pause; answers everything that was
   * acknowledged.
   */
  public List<Acknowledged> await() {
    enough = true;
    List<Acknowledged> all = new ArrayList<>();
    running.forEach(writer -> all.addAll(writer.join()));
    return all;
  }

  @Override
  public void close() {
    enough = true;
    threads.shutdownNow();
  }
}
