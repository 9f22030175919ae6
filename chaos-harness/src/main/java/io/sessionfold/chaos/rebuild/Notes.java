package io.sessionfold.chaos.rebuild;

import java.util.ArrayList;
import java.util.List;

/** What a campaign has tried, and what was wrong. */
final class Notes {
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

  /** A process has ended; one that ends in a way that nobody wrote a message for is wrong. */
  synchronized void ended(String name, int code, String said) {
    if (said.contains("Exception") || said.contains("\tat ")) {
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
