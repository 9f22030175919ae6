package io.sessionfold.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ThreadLocalRandom;

/** Ports of 127.0.0.1, the only address that anything in this package listens on. */
final class Loopback {
  static final String HOST = "127.0.0.1";

  /**
   * Random ports are taken below the range from which Linux and macOS choose the local ports of
   * outgoing connections, so that no connection takes the port before its server listens on it.
   */
  private static final int LOWEST = 20_000;

  private static final int HIGHEST = 32_000;
  private static final int ATTEMPTS = 200;

  private Loopback() {}

  /**
   * The given port, or a random free one for 0.
   *
   * @throws ServerRefusedException if something listens on the given port
   */
  static int choose(int port, String what) {
    if (port == 0) {
      return free();
    }
    if (!isFree(port)) {
      throw new ServerRefusedException(
          "%s cannot listen on %s:%d: the port is in use. Stop what listens there, or choose another port."
              .formatted(what, HOST, port));
    }
    return port;
  }

  static boolean accepts(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address(), port), 1_000);
      return true;
    } catch (IOException refused) {
      return false;
    }
  }

  /** A random free port; two servers that start together must not be given the same. */
  static int chooseOtherThan(int taken) {
    int port = free();
    return port == taken ? chooseOtherThan(taken) : port;
  }

  private static int free() {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
      if (isFree(port)) {
        return port;
      }
    }
    throw new ServerRefusedException(
        "No free port found on %s between %d and %d.".formatted(HOST, LOWEST, HIGHEST));
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      // As the servers do it, so that connections of an earlier run in TIME_WAIT do not count.
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(address(), port));
      return true;
    } catch (IOException taken) {
      return false;
    }
  }

  static InetAddress address() {
    try {
      return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }
}
