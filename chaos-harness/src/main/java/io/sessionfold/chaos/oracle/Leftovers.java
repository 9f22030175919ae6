package io.sessionfold.chaos.oracle;

import com.mongodb.client.MongoDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bson.BsonDocument;

/** Finds what is there of generations that are not, and holds that nobody ends. */
final class Leftovers {
  private static final Pattern COLLECTION = Pattern.compile("[a-z_]+_g([0-9]+)");
  private static final Pattern DIRECTORY = Pattern.compile("g([0-9]+)");

  private Leftovers() {}

  static void judge(MongoDatabase database, Path files, Generations now, Findings findings) {
    Set<Integer> followed = now.followed();
    for (String name : database.listCollectionNames()) {
      notFollowed(COLLECTION.matcher(name), followed, "collection " + name, findings);
    }
    for (String name : names(files)) {
      notFollowed(DIRECTORY.matcher(name), followed, "directory " + name, findings);
    }
    for (String collection : List.of("watermarks", "quarantine")) {
      for (BsonDocument document : database.getCollection(collection, BsonDocument.class).find()) {
        int generation = document.getDocument("_id").getNumber("generation").intValue();
        if (!followed.contains(generation)) {
          findings.add(collection, "something is left of generation " + generation);
        }
      }
    }
    now.held().forEach(held -> findings.add("generation " + held, "is held, and nobody ends it"));
  }

  private static void notFollowed(
      Matcher name, Set<Integer> followed, String what, Findings findings) {
    if (name.matches() && !followed.contains(Integer.valueOf(name.group(1)))) {
      findings.add(what, "is left of a generation that was dropped");
    }
  }

  private static List<String> names(Path directory) {
    try (Stream<Path> all = Files.list(directory)) {
      return new ArrayList<>(all.map(path -> String.valueOf(path.getFileName())).toList());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + directory, e);
    }
  }
}
