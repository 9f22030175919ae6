package io.sessionfold.chaos.agent;

import java.lang.reflect.Method;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Pages of the batch that a thread is writing, put off until its session documents are written. */
public final class LatePages {
  @SuppressWarnings("ArrayRecordComponent") // Read once; equality is not asked for.
  private record Call(Object writer, Object[] arguments) {}

  private static final ThreadLocal<@Nullable Call> WAITING = new ThreadLocal<>();
  private static final ThreadLocal<Boolean> WRITING = ThreadLocal.withInitial(() -> false);

  private LatePages() {}

  /** Whether the call is put off. */
  public static boolean putOff(Object writer, Object[] arguments) {
    if (WRITING.get()) {
      return false;
    }
    WAITING.set(new Call(writer, arguments.clone()));
    return true;
  }

  /** Makes the call that was put off. */
  public static void write() {
    Call call = WAITING.get();
    if (call == null) {
      return;
    }
    WAITING.remove();
    WRITING.set(true);
    try {
      Method write =
          Arrays.stream(call.writer().getClass().getDeclaredMethods())
              .filter(m -> m.getName().equals("write") && m.getParameterCount() == 3)
              .findFirst()
              .orElseThrow();
      write.setAccessible(true);
      write.invoke(call.writer(), call.arguments());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("pages that were put off are not written", e);
    } finally {
      WRITING.set(false);
    }
  }
}
