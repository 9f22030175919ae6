package io.sessionfold.http.access;

import io.sessionfold.event.SessionKey;
import io.sessionfold.http.access.AccessTokens.Entry;
import io.sessionfold.journal.Times;
import io.sessionfold.json.JsonSyntaxException;
import io.sessionfold.json.JsonText;
import io.sessionfold.json.JsonWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The file of tokens: {@code {"tokens": [{name, tenant, rights, sha256, expires?}]}}. A member that
 * is not known is refused, so that a misspelt {@code expires} does not mean never.
 */
final class TokenFile {
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
  private static final Set<String> MEMBERS =
      Set.of("name", "tenant", "rights", "sha256", "expires");

  private TokenFile() {}

  /**
   * Reads it.
   *
   * @throws IllegalArgumentException if it is not such a file, with the element that is wrong
   */
  static AccessTokens read(Path file) throws IOException {
    return checked(file, parsed(file));
  }

  private static AccessTokens checked(Path file, JsonText json) {
    JsonText tokens = json.kind() == JsonText.Kind.OBJECT ? json.members().get("tokens") : null;
    if (tokens == null || tokens.kind() != JsonText.Kind.ARRAY) {
      throw new IllegalArgumentException(file + ": expected an object with an array 'tokens'");
    }
    List<Entry> entries = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (JsonText element : tokens.elements()) {
      try {
        Entry entry = entry(element);
        if (!names.add(entry.caller().name())) {
          throw new IllegalArgumentException("its name is there twice");
        }
        entries.add(entry);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            file + ": tokens/" + entries.size() + ": " + e.getMessage(), e);
      }
    }
    return new AccessTokens(entries);
  }

  /**
   * Adds an entry; with it the file is one that {@link #read} takes, or it stays as it was.
   *
   * @throws IllegalArgumentException if it would not be
   */
  static void add(Path file, JsonText entry) throws IOException {
    List<JsonText> entries = new ArrayList<>();
    if (Files.exists(file)) {
      JsonText before = parsed(file);
      AccessTokens unused = checked(file, before);
      entries.addAll(before.members().get("tokens").elements());
    }
    entries.add(entry);
    JsonText after = new JsonWriter().add("tokens", entries).done();
    AccessTokens unused = checked(file, after);
    // Who serves may be another user than who adds: the file holds no secret.
    Path whole = file.resolveSibling(file.getFileName() + ".new");
    Files.writeString(whole, after + "\n");
    Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static JsonText parsed(Path file) throws IOException {
    try {
      return JsonText.parse(Files.readAllBytes(file));
    } catch (JsonSyntaxException e) {
      throw new IllegalArgumentException(file + " is not JSON: " + e.getMessage(), e);
    }
  }

  private static Entry entry(JsonText element) {
    if (element.kind() != JsonText.Kind.OBJECT) {
      throw new IllegalArgumentException("expected an object");
    }
    Map<String, JsonText> members = element.members();
    for (String name : members.keySet()) {
      if (!MEMBERS.contains(name)) {
        throw new IllegalArgumentException("there is no member '" + name + "'");
      }
    }
    String tenant = text(members, "tenant");
    if (!SessionKey.isTenant(tenant)) {
      throw new IllegalArgumentException("tenant: 1 to 63 lower-case letters, digits and hyphens");
    }
    String sha256 = text(members, "sha256");
    if (!SHA256.matcher(sha256).matches()) {
      throw new IllegalArgumentException("sha256: 64 lower-case hexadecimal digits");
    }
    return new Entry(
        new Caller(text(members, "name"), tenant, rights(members)), sha256, expires(members));
  }

  private static String text(Map<String, JsonText> members, String name) {
    JsonText value = members.get(name);
    if (value == null || value.kind() != JsonText.Kind.STRING || value.string().isBlank()) {
      throw new IllegalArgumentException(name + ": expected a text");
    }
    return value.string();
  }

  private static Set<Right> rights(Map<String, JsonText> members) {
    JsonText value = members.get("rights");
    Set<Right> rights = EnumSet.noneOf(Right.class);
    if (value != null && value.kind() == JsonText.Kind.ARRAY) {
      for (JsonText each : value.elements()) {
        String name = each.kind() == JsonText.Kind.STRING ? each.string() : "";
        rights.add(Right.named(name).orElseThrow(TokenFile::unknownRight));
      }
    }
    if (rights.isEmpty()) {
      throw unknownRight();
    }
    return rights;
  }

  private static IllegalArgumentException unknownRight() {
    return new IllegalArgumentException("rights: a list of write, read, operate");
  }

  private static @Nullable Instant expires(Map<String, JsonText> members) {
    if (!members.containsKey("expires")) {
      return null;
    }
    return Times.parse(text(members, "expires"))
        .orElseThrow(() -> new IllegalArgumentException("expires: an RFC 3339 time"));
  }
}
