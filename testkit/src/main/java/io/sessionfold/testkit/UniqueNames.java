package io.sessionfold.testkit;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** Suffixes that no other test gets, in this JVM or another, from letters and digits only. */
final class UniqueNames {
  private static final String JVM = UUID.randomUUID().toString().substring(0, 8);
  private static final AtomicInteger COUNT = new AtomicInteger();

  private UniqueNames() {}

  static String suffix() {
    return JVM + "x" + COUNT.incrementAndGet();
  }
}
