package io.sessionfold.chaos.rebuild;

import java.util.ArrayList;
import java.util.List;

/** What a campaign has tried, and what was wrong. */
final class Notes {
  /** The exit code after SIGKILL. */
  private static final int KILLED = 137;

  private final List<String> tried = new ArrayList<>();
  private final List<String> findings = new ArrayList<>();

  /** Something was done, or done to a process. */
  synchronized void tried(String what) {
    tried.add(what);
  }

  /** Something is wrong. */
  synchronized void wrong(String what) {
    findings.add(what);
  }

  /** A process has ended; one that nobody killed, and that ends without a message, is wrong. */
  synchronized void ended(String name, int code, String said) {
    String last = said.substring(said.lastIndexOf('\n') + 1);
    boolean told = code == 0 || (code == 1 && last.startsWith("sessionfold: "));
    if (code != KILLED && !told && !last.startsWith("generation ")) {
      findings.add(name + " ended with code " + code + " and said " + said);
    }
  }

  synchronized List<String> all() {
    return List.copyOf(tried);
  }

  synchronized List<String> findings() {
    return List.copyOf(findings);
  }
}
