package io.sessionfold.chaos.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What is wrong, a sentence each; bounded, since one fault can break everything behind it. */
final class Findings {
  private static final int MOST = 200;

  private final List<String> all;
  private final String prefix;

  Findings() {
    this(new ArrayList<>(), "");
  }

  private Findings(List<String> all, String prefix) {
    this.all = all;
    this.prefix = prefix;
  }

  /** Adds to these what is said of a part. */
  Findings of(String part) {
    return new Findings(all, part + ", ");
  }

  void add(String where, String what) {
    if (all.size() < MOST) {
      all.add(prefix + where + ": " + what);
    }
  }

  void same(String where, String what, Object expected, Object found) {
    if (!Objects.equals(expected, found)) {
      add(where, what + " is " + shortened(found) + ", expected " + shortened(expected));
    }
  }

  private static String shortened(Object value) {
    String text = String.valueOf(value);
    return text.length() > 300 ? text.substring(0, 300) + "…" : text;
  }

  List<String> all() {
    return List.copyOf(all);
  }
}
