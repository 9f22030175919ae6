package io.sessionfold.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Requests that a well-behaved client does not send. */
final class Raw {
  private static final int PATIENCE_MILLIS = 30_000;

  private Raw() {}

  /** A connection to the service. */
  static Socket open(String url) throws IOException {
    URI uri = URI.create(url);
    Socket socket = new Socket(uri.getHost(), uri.getPort());
    socket.setSoTimeout(PATIENCE_MILLIS);
    return socket;
  }

  /** Sends lines as they are. */
  static void send(Socket socket, String text) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  /** All that comes until the service closes the connection. */
  static String ask(String url, String request) throws IOException {
    try (Socket socket = open(url)) {
      send(socket, request);
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** The body of an answer, as it comes over the wire. */
  static byte[] get(String url, String path, String header) throws IOException {
    try (Socket socket = open(url)) {
      // HTTP/1.0, so that it does not come in chunks.
      send(socket, "GET " + path + " HTTP/1.0\r\nHost: localhost\r\n" + header + "\r\n\r\n");
      byte[] answer = socket.getInputStream().readAllBytes();
      int body = new String(answer, StandardCharsets.ISO_8859_1).indexOf("\r\n\r\n") + 4;
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      out.write(answer, body, answer.length - body);
      return out.toByteArray();
    }
  }
}
