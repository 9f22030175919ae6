package io.sessionfold.projector.topology;

/** A set of longs that are hashes already, at most half full, in one array. */
final class LongSet {
  /** Stands for an empty place; zero itself is kept apart. */
  private static final long NONE = 0;

  private long[] places = new long[8];
  private boolean hasNone;
  private int size;

  int size() {
    return size;
  }

  boolean contains(long value) {
    return value == NONE ? hasNone : places[place(places, value)] == value;
  }

  /** Adds a value; true if it was not there. */
  boolean add(long value) {
    if (contains(value)) {
      return false;
    }
    size++;
    if (value == NONE) {
      hasNone = true;
      return true;
    }
    if (size * 2 > places.length) {
      grow();
    }
    places[place(places, value)] = value;
    return true;
  }

  /** Where the value stands, or the empty place where it would. */
  private static int place(long[] places, long value) {
    int place = (int) value & (places.length - 1);
    while (places[place] != NONE && places[place] != value) {
      place = (place + 1) & (places.length - 1);
    }
    return place;
  }

  private void grow() {
    long[] larger = new long[places.length * 2];
    for (long value : places) {
      if (value != NONE) {
        larger[place(larger, value)] = value;
      }
    }
    places = larger;
  }
}
