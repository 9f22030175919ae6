package io.sessionfold.projector.jsonl;

import java.nio.file.Path;

/** Asks for the lock from a process of its own, and says on standard output what it got. */
final class OtherProcess {
  private OtherProcess() {}

  public static void main(String[] args) {
    try (JsonlSink sink = new JsonlSink(Path.of(args[0]), 1)) {
      System.out.println(sink.acquire(Root.HELD));
    }
  }
}
