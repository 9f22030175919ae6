package io.sessionfold.json;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The names of one object as they come by; most objects have few, for which a set is too dear. */
final class MemberNames {
  private static final int FEW = 8;

  private final String[] few = new String[FEW];
  private int count;
  private @Nullable Set<String> many;

  /** Adds a name; false if it was there. */
  boolean add(String name) {
    if (many != null) {
      return many.add(name);
    }
    for (int i = 0; i < count; i++) {
      if (few[i].equals(name)) {
        return false;
      }
    }
    if (count == FEW) {
      many = new HashSet<>(Arrays.asList(few));
      return many.add(name);
    }
    few[count++] = name;
    return true;
  }
}
