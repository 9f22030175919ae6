package io.sessionfold.projector.proof;

import io.sessionfold.event.SessionKey;
import io.sessionfold.projector.store.Quarantine;
import io.sessionfold.store.QuarantineMark;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The sessions that the sinks of the projections leave out, at one moment. */
final class Marks {
  private final Map<Source, Map<SessionKey, QuarantineMark>> marks = new EnumMap<>(Source.class);

  Marks(Quarantine quarantine, Map<Source, Integer> generations) {
    List<QuarantineMark> all = quarantine.all();
    generations.forEach(
        (source, generation) -> {
          Map<SessionKey, QuarantineMark> mine = new HashMap<>();
          for (QuarantineMark mark : all) {
            if (mark.generation() == generation && mark.sink().equals(source.sink())) {
              mine.put(mark.session(), mark);
            }
          }
          marks.put(source, mine);
        });
  }

  boolean has(Source source, SessionKey session) {
    return marks.getOrDefault(source, Map.of()).containsKey(session);
  }

  /** The difference that a mark explains, as that; any other as it is. */
  Difference explained(Difference difference) {
    Map<SessionKey, QuarantineMark> mine = marks.getOrDefault(difference.source(), Map.of());
    QuarantineMark mark = mine.get(difference.session());
    return mark == null ? difference : difference(difference.source(), mark);
  }

  /** All marks, as differences. */
  List<Difference> differences() {
    List<Difference> all = new ArrayList<>();
    marks.forEach(
        (source, mine) -> mine.values().forEach(mark -> all.add(difference(source, mark))));
    return all;
  }

  private static Difference difference(Source source, QuarantineMark mark) {
    return new Difference(
        mark.session(),
        mark.partition(),
        source,
        Difference.Kind.QUARANTINED,
        mark.from() - 1,
        mark.to(),
        null,
        null,
        null,
        mark.message());
  }
}
