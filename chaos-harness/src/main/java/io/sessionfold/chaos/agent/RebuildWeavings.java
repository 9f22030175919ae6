package io.sessionfold.chaos.agent;

import static net.bytebuddy.matcher.ElementMatchers.any;
import static net.bytebuddy.matcher.ElementMatchers.named;

import java.util.List;

/** The points of a rebuild, a swap and a drop, and their shorter terms. */
final class RebuildWeavings {
  private static final String PROJECTOR = "io.sessionfold.projector.";
  private static final String REBUILD = PROJECTOR + "rebuild.";
  private static final String REGISTRY = PROJECTOR + "store.GenerationRegistry";
  private static final String HOLDS = PROJECTOR + "store.Holds";
  private static final String CLI = "io.sessionfold.cli.rebuild.";

  private RebuildWeavings() {}

  static List<Weaving> all() {
    return List.of(
        exit(Point.GENERATION_CREATED, REGISTRY, "create"),
        enter(Point.PARTITION_LOADED, REBUILD + "Loader", "raise"),
        enter(Point.BEFORE_INDEXES, CLI + "LocalRebuildPlace", "index"),
        enter(Point.BEFORE_STATE, REGISTRY, "move"),
        exit(Point.AFTER_STATE, REGISTRY, "move"),
        exit(Point.HELD, REBUILD + "HeldGeneration", "at"),
        enter(Point.BEFORE_PROOF, CLI + "HeldProof", "of"),
        exit(Point.AFTER_PROOF, CLI + "HeldProof", "of"),
        exit(Point.SWAP_HELD, HOLDS, "holdActive"),
        exit(Point.SWAP_VECTOR, HOLDS, "renewActive"),
        enter(Point.BEFORE_POINTER, HOLDS, "move"),
        exit(Point.AFTER_POINTER, HOLDS, "move"),
        exit(Point.SWAP_MARKED, REGISTRY, "mark"),
        exit(Point.SWAP_ENDED, HOLDS, "endActive"),
        exit(Point.DROP_SAID, REGISTRY, "keepOnly"),
        enter(Point.BEFORE_DELETE, REBUILD + "Drop", "delete"),
        Weaving.with(TimeoutAdvice.OfLease.class, REBUILD + "Work", named("lease"), "lease"),
        Weaving.with(TimeoutAdvice.OfSwap.class, REBUILD + "Swap", named("term"), "term"),
        Weaving.with(
            TimeoutAdvice.OfHold.class, REBUILD + "HeldGeneration", named("begin"), "begin"));
  }

  private static Weaving enter(Point point, String type, String method) {
    return Weaving.at(point, PointAdvice.Enter.class, type, method, any());
  }

  private static Weaving exit(Point point, String type, String method) {
    return Weaving.at(point, PointAdvice.Exit.class, type, method, any());
  }
}
