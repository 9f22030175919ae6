package io.sessionfold.http;

import io.sessionfold.http.access.Caller;
import io.sessionfold.http.access.NewToken;
import io.sessionfold.http.access.Right;
import io.sessionfold.json.JsonText;
import io.sessionfold.json.JsonWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A file of tokens that a test changes. Not thread-safe. */
public final class TokenFiles {
  private final Path file;
  private final List<JsonText> entries = new ArrayList<>();
  private int versions;

  /** Begins with a file that has none. */
  public TokenFiles(Path file) throws IOException {
    this.file = file;
    write("{\"tokens\":[]}");
  }

  /** What a service is started with. */
  public Path file() {
    return file;
  }

  /** Adds a token with all rights. */
  public String add(String name, String tenant) throws IOException {
    return add(name, tenant, EnumSet.allOf(Right.class), null);
  }

  String add(String name, String tenant, Set<Right> rights, Instant expires) throws IOException {
    NewToken token = NewToken.of(new Caller(name, tenant, rights));
    Map<String, JsonText> entry = new LinkedHashMap<>(token.entry().members());
    if (expires != null) {
      entry.put("expires", JsonText.of(expires.toString()));
    }
    entries.add(JsonWriter.object(entry));
    write();
    return token.token();
  }

  /** Takes a token out. */
  public void withdraw(String name) throws IOException {
    entries.removeIf(entry -> entry.members().get("name").string().equals(name));
    write();
  }

  private void write() throws IOException {
    write(new JsonWriter().add("tokens", entries).done().toString());
  }

  /** The time of the file differs from any before. */
  private void write(String text) throws IOException {
    Files.writeString(file, text);
    versions++;
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(versions)));
  }
}
