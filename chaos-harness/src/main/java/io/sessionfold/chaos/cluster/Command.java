package io.sessionfold.chaos.cluster;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/** A command of the product that takes a while, so that it can be killed on the way. */
public final class Command extends WovenVictim {
  /** A rebuild holds much of the journal in memory. */
  private static final List<String> ROOM = List.of("-Xmx768m");

  /**
   * A command; it is not started yet.
   *
   * @param name of its log and its data directory
   * @param words as they follow {@code sessionfold}
   */
  Command(String name, List<String> words, Setting setting) {
    super(name, ROOM, words, setting);
  }

  /** Waits for its end; answers its exit code, or nothing if it goes on. */
  public OptionalInt await(Duration most) {
    return waitFor(most);
  }

  /** The last lines that it has said since it was started. */
  public String lastWords() {
    List<String> all = lines("");
    return String.join("\n", all.subList(Math.max(0, all.size() - 3), all.size()));
  }
}
