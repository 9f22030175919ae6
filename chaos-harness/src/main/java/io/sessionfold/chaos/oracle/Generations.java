package io.sessionfold.chaos.oracle;

import com.mongodb.client.MongoDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.bson.BsonDocument;

/**
 * The generations as they stand in MongoDB at one moment.
 *
 * @param documents the generation whose documents are read; 1 where nothing says otherwise
 * @param files the generation whose files are read
 * @param states as they are stored, by generation; the first one has none before its first swap
 * @param held what has a hold: {@code active} for the pointer, else the generation's number
 */
public record Generations(int documents, int files, Map<Integer, String> states, Set<String> held) {
  private static final Set<String> BUILDING = Set.of("LOADING", "CATCHING_UP", "VERIFYING");
  private static final Set<String> UNFOLLOWED = Set.of("LOADING", "FAILED", "DROPPED");

  /** Copies. */
  public Generations {
    states = new TreeMap<>(states);
    held = new TreeSet<>(held);
  }

  /** Reads them, from the pipeline's database. */
  public static Generations read(MongoDatabase database) {
    int documents = 1;
    int files = 1;
    Map<Integer, String> states = new TreeMap<>();
    Set<String> held = new TreeSet<>();
    List<BsonDocument> all =
        database
            .getCollection("generations", BsonDocument.class)
            .find()
            .into(new ArrayList<BsonDocument>());
    for (BsonDocument document : all) {
      String id = Trees.of(document).path("_id").asText();
      if (document.containsKey("hold")) {
        held.add(id);
      }
      if (id.equals("active")) {
        documents = document.getNumber("documents").intValue();
        files = document.getNumber("files").intValue();
      } else {
        String state =
            document.containsKey("state") ? document.getString("state").getValue() : "ACTIVE";
        states.put(Integer.valueOf(id), state);
      }
    }
    return new Generations(documents, files, states, held);
  }

  /** Whether the pointer names it, for documents or for files. */
  public boolean isActive(int generation) {
    return generation == documents || generation == files;
  }

  /** Those that somebody builds. */
  public Set<Integer> building() {
    return in(BUILDING);
  }

  /** Those that sinks write, so that each must say what the log says. */
  public Set<Integer> followed() {
    Set<Integer> followed = new TreeSet<>(states.keySet());
    followed.removeAll(in(UNFOLLOWED));
    followed.add(documents);
    followed.add(files);
    return followed;
  }

  /** The highest number that was given. */
  public int last() {
    return states.keySet().stream().max(Integer::compare).orElse(1);
  }

  private Set<Integer> in(Set<String> some) {
    Set<Integer> found = new TreeSet<>();
    states.forEach(
        (generation, state) -> {
          if (some.contains(state)) {
            found.add(generation);
          }
        });
    return found;
  }
}
