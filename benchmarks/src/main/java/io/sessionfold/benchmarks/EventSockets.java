package io.sessionfold.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** Many streams of server-sent events, all read by one thread. */
final class EventSockets implements AutoCloseable {
  private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final URI service;
  private final Selector selector = Selector.open();
  private final Thread thread = new Thread(this::read, "bench-events");
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger begun = new AtomicInteger();
  private final AtomicInteger ended = new AtomicInteger();

  EventSockets(URI service) throws IOException {
    this.service = service;
    thread.start();
  }

  /** What came of a stream and is not a whole line yet. */
  private final class Stream {
    private final StringBuilder line = new StringBuilder();
    private final Consumer<String> data;
    private boolean told;

    Stream(Consumer<String> data) {
      this.data = data;
    }

    void take(ByteBuffer bytes) {
      while (bytes.hasRemaining()) {
        char c = (char) (bytes.get() & 0xff);
        if (c != '\n') {
          line.append(c);
          continue;
        }
        if (!told && line.indexOf("id: ") == 0) {
          told = true;
          begun.incrementAndGet();
        } else if (line.indexOf("data: ") == 0) {
          data.accept(line.toString());
        }
        line.setLength(0);
      }
    }
  }

  /** Opens a stream; each line of data is told as it comes. */
  void open(String path, Consumer<String> data) throws IOException {
    SocketChannel channel =
        SocketChannel.open(new InetSocketAddress(service.getHost(), service.getPort()));
    // Of HTTP/1.0, so that lines are not cut by chunks.
    String request = "GET %s HTTP/1.0\r\nHost: %s\r\n\r\n".formatted(path, service.getAuthority());
    channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
    channel.configureBlocking(false);
    channel.register(selector, SelectionKey.OP_READ, new Stream(data));
    selector.wakeup();
    open.incrementAndGet();
  }

  /** Waits until every stream that was opened has begun. */
  void awaitBegun() {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (begun.get() < open.get()) {
      if (ended.get() > 0 || System.nanoTime() > end) {
        throw new IllegalStateException(
            "%d of %d streams have begun, %d have ended"
                .formatted(begun.get(), open.get(), ended.get()));
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }

  /** How many were ended by the service. */
  int ended() {
    return ended.get();
  }

  private void read() {
    ByteBuffer bytes = ByteBuffer.allocateDirect(64 * 1024);
    try {
      while (selector.isOpen()) {
        int unused = selector.select(key -> read(key, bytes));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ClosedSelectorException e) {
      // It is closed between two looks.
    }
  }

  private void read(SelectionKey key, ByteBuffer bytes) {
    bytes.clear();
    try {
      int count = ((SocketChannel) key.channel()).read(bytes);
      if (count < 0) {
        end(key);
        return;
      }
    } catch (IOException e) {
      end(key);
      return;
    }
    ((Stream) key.attachment()).take(bytes.flip());
  }

  private void end(SelectionKey key) {
    key.cancel();
    ended.incrementAndGet();
  }

  @Override
  public void close() throws IOException {
    for (SelectionKey key : selector.keys()) {
      key.channel().close();
    }
    selector.close();
  }
}
