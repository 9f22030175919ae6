package io.sessionfold.chaos.agent;

import java.util.List;
import java.util.Map;
import java.util.Set;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;

/** Code that is copied into methods of the product, to take a safeguard out. */
@SuppressWarnings("UnusedVariable") // Byte Buddy makes an assignment the result of the method.
final class MutationAdvice {
  private MutationAdvice() {}

  static final class WithoutRevision {
    private WithoutRevision() {}

    @Advice.OnMethodExit
    static void exit(@Advice.Return Map<String, ?> filter) {
      filter.remove("sessionfold.revision");
      filter.remove("sessionfold.page"); // It would catch much of what comes late.
    }
  }

  static final class AnswersNull {
    private AnswersNull() {}

    @Advice.OnMethodExit
    static void exit(
        @Advice.Return(readOnly = false, typing = Assigner.Typing.DYNAMIC) Object answer) {
      answer = null;
    }
  }

  static final class EmptySetInstead {
    private EmptySetInstead() {}

    @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
    static boolean enter() {
      return true;
    }

    @Advice.OnMethodExit
    static void exit(
        @Advice.Return(readOnly = false, typing = Assigner.Typing.DYNAMIC) Object answer) {
      answer = Set.of();
    }
  }

  static final class Skip {
    private Skip() {}

    @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
    static boolean enter() {
      return true;
    }
  }

  static final class TrueInstead {
    private TrueInstead() {}

    @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
    static boolean enter() {
      return true;
    }

    @Advice.OnMethodExit
    static void exit(@Advice.Return(readOnly = false) boolean answer) {
      answer = true;
    }
  }

  static final class NeverSequenced {
    private NeverSequenced() {}

    @Advice.OnMethodExit
    static void exit(@Advice.Return(readOnly = false) long offset) {
      offset = -1;
    }
  }

  /** The pages are put off until the session documents are written. */
  static final class PagesLater {
    private PagesLater() {}

    @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
    static boolean enter(@Advice.This Object writer, @Advice.AllArguments Object[] arguments) {
      return LatePages.putOff(writer, arguments);
    }

    @Advice.OnMethodExit
    static void exit(
        @Advice.Enter boolean skipped,
        @Advice.Argument(0) List<?> jobs,
        @Advice.Return(readOnly = false, typing = Assigner.Typing.DYNAMIC) Object answer) {
      if (skipped) {
        answer = jobs;
      }
    }
  }

  static final class PagesNow {
    private PagesNow() {}

    @Advice.OnMethodExit
    static void exit() {
      LatePages.write();
    }
  }
}
