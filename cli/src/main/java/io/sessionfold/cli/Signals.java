package io.sessionfold.cli;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signals that ask a process to stop. A shutdown hook cannot tell a second Ctrl-C from the first,
 * so the signals themselves are taken, by reflection: the JDK supports {@code sun.misc.Signal} and
 * warns of it wherever it is named.
 */
final class Signals {
  private static final Logger LOG = LoggerFactory.getLogger(Signals.class);

  private Signals() {}

  /** Calls {@code stop} for each SIGINT and SIGTERM. */
  static void onStop(Runnable stop) {
    List.of("INT", "TERM").forEach(name -> on(name, stop));
  }

  private static void on(String name, Runnable stop) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> receiver = Class.forName("sun.misc.SignalHandler");
      InvocationHandler calls =
          (proxy, method, arguments) -> {
            if (method.getName().equals("handle")) {
              stop.run();
            }
            return null;
          };
      Object proxy =
          Proxy.newProxyInstance(Signals.class.getClassLoader(), new Class<?>[] {receiver}, calls);
      signal
          .getMethod("handle", signal, receiver)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
    } catch (ReflectiveOperationException | RuntimeException e) {
      // Without them the JVM stops at once, which the next start recovers from.
      LOG.warn("SIG{} cannot be taken on this platform: it stops at once", name, e);
    }
  }
}
