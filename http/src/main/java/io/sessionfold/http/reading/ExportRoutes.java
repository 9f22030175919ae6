package io.sessionfold.http.reading;

import io.javalin.http.Context;
import io.sessionfold.event.SessionKey;
import io.sessionfold.http.access.Caller;
import io.sessionfold.http.problem.Problem;
import io.sessionfold.http.problem.ProblemType;
import io.sessionfold.json.JsonText;
import io.sessionfold.json.JsonWriter;
import io.sessionfold.query.Freshness;
import io.sessionfold.query.MessageQuery;
import io.sessionfold.query.SessionJson;
import io.sessionfold.query.SessionPage;
import io.sessionfold.query.SessionQuery;
import io.sessionfold.query.SessionReader;
import io.sessionfold.query.SessionSummary;
import io.sessionfold.query.SessionTail;
import io.sessionfold.query.export.ChatExport;
import io.sessionfold.session.Message;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sessions as lines of JSON, streamed: a session, or all of a tenant. An answer that cannot be
 * finished ends by closing the connection, so that nobody takes what came for all.
 */
final class ExportRoutes {
  private static final Logger LOG = LoggerFactory.getLogger(ExportRoutes.class);
  private static final String LINES = "application/x-ndjson";
  private static final int MOST_AT_ONCE = 8;
  private static final int SESSIONS_A_PAGE = 200;

  private final SessionReader reader;
  private final Semaphore running = new Semaphore(MOST_AT_ONCE);

  ExportRoutes(SessionReader reader) {
    this.reader = reader;
  }

  /** What the lines are. */
  enum Format {
    /** The session without its messages, then each message; every line says what it is. */
    JSONL,
    /** One conversation of an agent a line, as OpenAI's fine-tuning takes it. */
    OPENAI
  }

  void session(Context ctx) {
    SessionKey key = Caller.session(ctx);
    Format format = format(ctx);
    SessionTail tail = reader.tail(key, Freshness.any()).orElseThrow(() -> Answers.noSession(key));
    stream(ctx, out -> write(tail, format, out));
  }

  void tenant(Context ctx) {
    Format format = format(ctx);
    SessionQuery first =
        SessionQuery.of(Caller.of(ctx).tenant())
            .sorted(SessionQuery.Order.CREATED, false)
            .limit(SESSIONS_A_PAGE);
    SessionPage page = reader.sessions(first);
    stream(ctx, out -> write(first, page, format, out));
  }

  private static Format format(Context ctx) {
    return Parameters.of(ctx, Set.of("format")).choice("format", Format.class, Format.JSONL);
  }

  private interface Writing {
    void to(OutputStream out) throws IOException;
  }

  private void stream(Context ctx, Writing writing) {
    if (!running.tryAcquire()) {
      throw Problem.of(ProblemType.BUSY, "too many exports run already").retryAfter(10).exception();
    }
    try {
      ctx.contentType(LINES);
      ctx.header("Cache-Control", "no-store");
      OutputStream out = ctx.outputStream();
      writing.to(out);
      out.flush();
    } catch (IOException | RuntimeException e) {
      LOG.warn("An export was not finished: {}", e.toString());
      ServletContextRequest.getServletContextRequest(ctx.req())
          .getConnectionMetaData()
          .getConnection()
          .getEndPoint()
          .close();
    } finally {
      running.release();
    }
  }

  private void write(SessionQuery first, SessionPage page, Format format, OutputStream out)
      throws IOException {
    SessionPage each = page;
    while (true) {
      for (SessionSummary summary : each.sessions()) {
        Optional<SessionTail> tail = reader.tail(summary.key(), Freshness.any());
        if (tail.isPresent()) {
          write(tail.get(), format, out);
        }
      }
      if (each.cursor() == null) {
        return;
      }
      each = reader.sessions(first.cursor(each.cursor()));
    }
  }

  private void write(SessionTail tail, Format format, OutputStream out) throws IOException {
    SessionKey key = tail.session().key();
    if (format == Format.OPENAI) {
      try (Stream<JsonText> lines =
          ChatExport.withoutReasoning().lines(reader, key, Freshness.any())) {
        write(lines.iterator(), out);
      }
      return;
    }
    line(
        new JsonWriter(1024).add("kind", "session").addAll(SessionJson.head(tail.session())).done(),
        out);
    try (Stream<Message> messages = reader.stream(key, MessageQuery.all(), Freshness.any())) {
      write(messages.map(message -> message(key.id(), message)).iterator(), out);
    }
  }

  private static void write(Iterator<JsonText> lines, OutputStream out) throws IOException {
    while (lines.hasNext()) {
      line(lines.next(), out);
    }
  }

  private static JsonText message(String session, Message message) {
    JsonText json = SessionJson.message(message);
    return new JsonWriter(json.toString().length() + 64)
        .add("kind", "message")
        .add("session", session)
        .addAll(json)
        .done();
  }

  private static void line(JsonText json, OutputStream out) throws IOException {
    out.write(json.utf8());
    out.write('\n');
  }
}
