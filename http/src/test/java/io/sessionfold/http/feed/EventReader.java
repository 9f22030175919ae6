package io.sessionfold.http.feed;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A client of a stream that speaks HTTP itself, so that it decides when a byte is read. */
final class EventReader implements AutoCloseable {
  /** A block of a stream: its fields, and its comments under the empty name. */
  record Block(Map<String, String> fields) {
    @Nullable String id() {
      return fields.get("id");
    }

    boolean isEvent() {
      return fields.containsKey("data");
    }
  }

  private final Socket socket;
  private final InputStream in;
  private final StringBuilder head = new StringBuilder();
  private int left;
  private boolean over;

  EventReader(URI uri, Map<String, String> headers) throws IOException {
    socket = new Socket(uri.getHost(), uri.getPort());
    socket.setSoTimeout(30_000);
    StringBuilder request =
        new StringBuilder("GET " + uri.getRawPath())
            .append(uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery())
            .append(" HTTP/1.1\r\nHost: 127.0.0.1\r\n");
    headers.forEach((name, value) -> request.append(name + ": " + value + "\r\n"));
    socket.getOutputStream().write((request + "\r\n").getBytes(StandardCharsets.UTF_8));
    in = new BufferedInputStream(socket.getInputStream());
  }

  /** Status line and headers, in small letters. */
  String head() throws IOException {
    while (head.indexOf("\n\n") < 0) {
      String line = rawLine();
      if (line == null) {
        throw new IOException("the connection ended within " + head);
      }
      head.append(line.toLowerCase(Locale.ROOT)).append('\n');
    }
    return head.toString();
  }

  /** The next block; {@code null} at the end of the stream. */
  @Nullable Block next() throws IOException {
    Map<String, String> fields = new LinkedHashMap<>();
    String line = line();
    while (line != null && !line.isEmpty()) {
      int colon = line.indexOf(':');
      fields.put(line.substring(0, colon), line.substring(colon + 1).strip());
      line = line();
    }
    return line == null && fields.isEmpty() ? null : new Block(fields);
  }

  /** The next block that is an event. */
  Block event() throws IOException {
    Block block = next();
    while (block != null && !block.isEvent()) {
      block = next();
    }
    if (block == null) {
      throw new IOException("the stream ended");
    }
    return block;
  }

  private @Nullable String line() throws IOException {
    String unused = head();
    return line(this::read);
  }

  private @Nullable String rawLine() throws IOException {
    String line = line(in::read);
    return line == null ? null : line.stripTrailing();
  }

  private interface Bytes {
    int read() throws IOException;
  }

  private static @Nullable String line(Bytes from) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int b = from.read();
    while (b >= 0 && b != '\n') {
      line.write(b);
      b = from.read();
    }
    return b < 0 && line.size() == 0 ? null : line.toString(StandardCharsets.UTF_8);
  }

  /** Takes the chunks of HTTP/1.1 apart. */
  private int read() throws IOException {
    if (left == 0 && !over) {
      String size = rawLine();
      size = size != null && size.isEmpty() ? rawLine() : size;
      left = size == null ? 0 : Integer.parseInt(size.strip(), 16);
      over = left == 0;
    }
    if (over) {
      return -1;
    }
    left--;
    return in.read();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
