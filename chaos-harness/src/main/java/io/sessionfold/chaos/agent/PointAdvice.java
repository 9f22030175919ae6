package io.sessionfold.chaos.agent;

import java.util.Collection;
import net.bytebuddy.asm.Advice;

/** Code that is copied into methods of the product, to pass a point. */
final class PointAdvice {
  private PointAdvice() {}

  static final class Enter {
    private Enter() {}

    @Advice.OnMethodEnter
    static void enter(@Weaving.Name String point) {
      Points.pass(point);
    }
  }

  static final class Exit {
    private Exit() {}

    @Advice.OnMethodExit
    static void exit(@Weaving.Name String point) {
      Points.pass(point);
    }
  }

  /** Of a bulk of pages, both sides: before it nothing of a move is written, after it the pages. */
  static final class Bulk {
    private Bulk() {}

    @Advice.OnMethodEnter
    static void enter(@Advice.Argument(0) String doing, @Advice.Argument(2) Collection<?> all) {
      Points.beforeBulk(doing, all);
    }

    @Advice.OnMethodExit
    static void exit(@Advice.Argument(0) String doing, @Advice.Argument(2) Collection<?> all) {
      Points.beforeBulk(doing, all);
    }
  }
}
