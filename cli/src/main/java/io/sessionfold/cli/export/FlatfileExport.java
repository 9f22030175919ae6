package io.sessionfold.cli.export;

import io.sessionfold.cli.show.StreamedSession;
import io.sessionfold.file.FileNames;
import io.sessionfold.query.SessionJson;
import io.sessionfold.query.SessionPage;
import io.sessionfold.query.SessionQuery;
import io.sessionfold.query.SessionReader;
import io.sessionfold.query.SessionSummary;
import io.sessionfold.session.Message;
import io.sessionfold.session.Session;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Writes each session as it is: {@code users/<user>/sessions/<session>.jsonl} with one current
 * message a line, and {@code <session>.json} with the rest. Sessions without a user are under
 * {@code sessions/}. Names are encoded as those of the pipeline's own files, so that no session can
 * leave the directory or meet another. Each file is replaced whole; files of sessions that are gone
 * are taken away. A directory is of one tenant.
 */
public final class FlatfileExport {
  /** What was written. */
  public record Counts(long sessions, long messages) {}

  private final SessionReader reader;
  private final Path directory;

  /** Writes into {@code directory}. */
  public FlatfileExport(SessionReader reader, Path directory) {
    this.reader = reader;
    this.directory = directory;
  }

  /**
   * Writes all sessions of a tenant that exist when they are reached.
   *
   * @throws IOException if a file cannot be written
   */
  public Counts write(String tenant) throws IOException {
    ExportDirectory claimed = ExportDirectory.claim(directory, tenant);
    long sessions = 0;
    long messages = 0;
    SessionQuery query =
        SessionQuery.of(tenant)
            .sorted(SessionQuery.Order.CREATED, false)
            .limit(SessionQuery.MAX_LIMIT);
    String cursor = null;
    do {
      SessionPage page = reader.sessions(query.cursor(cursor));
      for (SessionSummary summary : page.sessions()) {
        Optional<StreamedSession> session = StreamedSession.find(reader, summary.key());
        if (session.isPresent()) {
          write(session.get());
          sessions++;
          messages += session.get().count();
        }
      }
      cursor = page.cursor();
    } while (cursor != null);
    claimed.sweep();
    return new Counts(sessions, messages);
  }

  private void write(StreamedSession streamed) throws IOException {
    Session session = streamed.session();
    String user = session.user();
    Path root =
        user == null
            ? directory
            : directory.resolve(ExportDirectory.USERS).resolve(FileNames.encode(user));
    Path sessions = Files.createDirectories(root.resolve(ExportDirectory.SESSIONS));
    String name = FileNames.encode(session.key().id());
    replace(sessions.resolve(name + ".jsonl"), writer -> writeMessages(streamed, writer));
    replace(
        sessions.resolve(name + ".json"),
        writer -> {
          writer.write(SessionJson.head(session).toString());
          writer.write('\n');
        });
  }

  private static void writeMessages(StreamedSession streamed, BufferedWriter writer)
      throws IOException {
    try (Stream<Message> messages = streamed.messages()) {
      for (Message message : (Iterable<Message>) messages::iterator) {
        writer.write(SessionJson.message(message).toString());
        writer.write('\n');
      }
    }
  }

  private interface Content {
    void write(BufferedWriter writer) throws IOException;
  }

  private static void replace(Path file, Content content) throws IOException {
    Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
    try (BufferedWriter writer = Files.newBufferedWriter(temporary)) {
      content.write(writer);
    }
    Files.move(
        temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
