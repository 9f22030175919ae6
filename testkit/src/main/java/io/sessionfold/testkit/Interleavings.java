package io.sessionfold.testkit;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * The orders in which two sequences can be read together, each keeping its own order: all of them
 * if they are few, else as many different ones as were asked for, always with the two extremes.
 */
public final class Interleavings {
  private Interleavings() {}

  /** At most {@code most} interleavings of two lists. */
  public static <T> List<List<T>> of(List<T> first, List<T> second, int most) {
    List<List<T>> interleavings = new ArrayList<>();
    for (Set<Integer> places : places(first.size() + second.size(), second.size(), most)) {
      List<T> merged = new ArrayList<>();
      int a = 0;
      int b = 0;
      for (int i = 0; i < first.size() + second.size(); i++) {
        merged.add(places.contains(i) ? second.get(b++) : first.get(a++));
      }
      interleavings.add(merged);
    }
    return interleavings;
  }

  /** Sets of {@code chosen} places out of {@code places}. */
  private static Set<Set<Integer>> places(int places, int chosen, int most) {
    Set<Set<Integer>> sets = new LinkedHashSet<>();
    if (count(places, chosen, most) <= most) {
      all(places, chosen, 0, new ArrayList<>(), sets);
      return sets;
    }
    sets.add(range(0, chosen));
    sets.add(range(places - chosen, places));
    Random random = new Random(places * 31L + chosen);
    while (sets.size() < most) {
      Set<Integer> set = new LinkedHashSet<>();
      while (set.size() < chosen) {
        set.add(random.nextInt(places));
      }
      sets.add(set);
    }
    return sets;
  }

  private static void all(
      int places, int chosen, int from, List<Integer> picked, Set<Set<Integer>> sets) {
    if (picked.size() == chosen) {
      sets.add(new LinkedHashSet<>(picked));
      return;
    }
    for (int place = from; place < places; place++) {
      picked.add(place);
      all(places, chosen, place + 1, picked, sets);
      picked.remove(picked.size() - 1);
    }
  }

  /** The binomial coefficient, or anything above {@code most} if it is above. */
  private static long count(int places, int chosen, int most) {
    long count = 1;
    for (int i = 1; i <= Math.min(chosen, places - chosen) && count <= most; i++) {
      count = count * (places - Math.min(chosen, places - chosen) + i) / i;
    }
    return count;
  }

  private static Set<Integer> range(int from, int to) {
    Set<Integer> range = new LinkedHashSet<>();
    for (int i = from; i < to; i++) {
      range.add(i);
    }
    return range;
  }
}
