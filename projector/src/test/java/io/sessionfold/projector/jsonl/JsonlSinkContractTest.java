package io.sessionfold.projector.jsonl;

import io.sessionfold.event.SessionKey;
import io.sessionfold.file.SessionFilePaths;
import io.sessionfold.file.SessionFileReader;
import io.sessionfold.session.Session;
import io.sessionfold.sink.SessionSink;
import io.sessionfold.testkit.SessionSinkContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

/** The contract for files: what a file says is the fold of its lines. */
class JsonlSinkContractTest extends SessionSinkContract {
  @TempDir private Path root;

  @Override
  protected SessionSink open() {
    return new JsonlSink(root, 1);
  }

  @Override
  protected Session read(SessionKey session) {
    Path file = new SessionFilePaths(root, 1).session(session);
    if (!Files.exists(file)) {
      return Session.before(session);
    }
    try (SessionFileReader reader = SessionFileReader.open(file)) {
      long from = reader.header().orElseThrow().from();
      return Session.fold(at(session, from - 1), reader.changes().toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A deleted session's file begins with its deletion, of which nothing before is asked. */
  private static Session at(SessionKey session, long revision) {
    Session none = Session.before(session);
    return new Session(
        session,
        revision,
        none.user(),
        none.application(),
        none.sessionType(),
        none.title(),
        none.createdAt(),
        none.updatedAt(),
        none.closedAt(),
        none.deletedAt(),
        none.metadata(),
        none.agents(),
        none.messages(),
        none.feedbacks(),
        none.guardrailEvents(),
        none.usage());
  }

  @Override
  protected String dump() {
    try (Stream<Path> files = Files.walk(root)) {
      StringBuilder out = new StringBuilder();
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        out.append(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
      }
      return out.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
