package io.sessionfold.projector.proof;

import io.sessionfold.event.SessionKey;
import io.sessionfold.json.JsonDiff;
import io.sessionfold.json.JsonText;
import io.sessionfold.projector.proof.Difference.Kind;
import io.sessionfold.projector.regroup.JournalHoleException;
import io.sessionfold.projector.regroup.SessionStretch;
import io.sessionfold.proof.DigestFold;
import io.sessionfold.proof.DigestFold.Folded;
import io.sessionfold.proof.SessionOutline;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A closer look at sessions that are not the same everywhere: each projection is read, and compared
 * at its own revision with the fold of the log up to there. The log does not change, so a
 * difference at a revision is one; and a projection that lacks what its sink has passed is stale.
 */
final class Examination {
  /**
   * What is found of one session.
   *
   * @param moving whether it was between two writes, and is to be looked at again
   * @param differences none if all sources agree, or it is moving
   * @param entries what each source says, at the revision of the first projection; for the roots
   */
  record Verdict(
      SessionKey session,
      boolean moving,
      List<Difference> differences,
      Map<Source, Entry> entries) {}

  private final JournalLog log;
  private final List<Projection> projections;

  Examination(JournalLog log, List<Projection> projections) {
    this.log = log;
    this.projections = projections;
  }

  /**
   * Looks at sessions.
   *
   * @param passed journal positions that the sinks of all projections have passed
   * @param ends asked for after the projections are read: nothing that they have is behind it
   */
  List<Verdict> examine(
      Set<SessionKey> sessions, Map<Integer, Long> passed, Supplier<Map<Integer, Long>> ends) {
    Map<SessionKey, Map<Source, Entry>> read = new LinkedHashMap<>();
    for (SessionKey session : sessions) {
      Map<Source, Entry> entries = new EnumMap<>(Source.class);
      for (Projection projection : projections) {
        projection
            .read(session)
            .ifPresent(reading -> entries.put(projection.source(), reading.entry()));
      }
      read.put(session, entries);
    }
    List<Verdict> verdicts = new ArrayList<>();
    Set<SessionKey> unknown = new LinkedHashSet<>(sessions);
    log.visit(
        sessions,
        ends.get(),
        stretch -> {
          SessionKey session = stretch.session();
          unknown.remove(session);
          long end = passed.getOrDefault(log.partition(session), 0L);
          Map<Source, Entry> entries = read.getOrDefault(session, Map.of());
          verdicts.add(new Look(session, entries, stretch, stretch.revisionBefore(end)).verdict());
        });
    for (SessionKey session : unknown) {
      Map<Source, Entry> entries = read.getOrDefault(session, Map.of());
      verdicts.add(new Look(session, entries, null, 0).verdict());
    }
    return verdicts;
  }

  /** One session. */
  private final class Look {
    private final SessionKey session;
    private final Map<Source, Entry> entries;
    private final @Nullable SessionStretch stretch;
    private final long passed;
    private final Map<Long, Entry> folded = new HashMap<>();
    private final List<Difference> differences = new ArrayList<>();
    private boolean moving;

    Look(
        SessionKey session,
        Map<Source, Entry> entries,
        @Nullable SessionStretch stretch,
        long passed) {
      this.session = session;
      this.entries = entries;
      this.stretch = stretch;
      this.passed = passed;
    }

    Verdict verdict() {
      projections.forEach(this::look);
      boolean again = moving && differences.isEmpty();
      Map<Source, Entry> said = new EnumMap<>(entries);
      if (stretch != null) {
        long revision =
            projections.stream()
                .map(p -> entries.get(p.source()))
                .filter(e -> e != null && e.digest() != null)
                .map(Entry::revision)
                .findFirst()
                .orElse(passed);
        said.put(Source.LOG, logAt(stretch, revision));
      }
      return new Verdict(session, again, List.copyOf(differences), said);
    }

    private void look(Projection projection) {
      Entry entry = entries.get(projection.source());
      if (entry == null || (entry.isMoving() && entry.revision() == 0)) {
        if (passed > 0) {
          add(projection, Kind.MISSING, 0, passed, "");
        } else {
          moving |= stretch != null;
        }
      } else if (entry.digest() == null) {
        moving |= entry.isMoving();
        if (!entry.isMoving()) {
          add(projection, Kind.DAMAGED, entry.revision(), passed, entry.damage());
        }
      } else if (stretch == null) {
        add(projection, Kind.UNKNOWN, entry.revision(), 0, "the log has no such session");
      } else {
        compare(projection, entry, stretch);
      }
    }

    private void compare(Projection projection, Entry entry, SessionStretch changes) {
      if (entry.revision() < passed) {
        place(projection, Kind.STALE, entry, changes, passed);
        return;
      }
      Entry expected = logAt(changes, entry.revision());
      if (expected.digest() == null) {
        add(Source.LOG, Kind.DAMAGED, entry.revision(), expected.revision(), expected.damage());
      } else if (expected.revision() < entry.revision()) {
        add(
            projection,
            Kind.UNKNOWN,
            entry.revision(),
            expected.revision(),
            "the log has fewer changes of it");
      } else if (!expected.isSame(entry)) {
        place(projection, Kind.DIFFERENT, entry, changes, entry.revision());
      }
    }

    private Entry logAt(SessionStretch changes, long revision) {
      return folded.computeIfAbsent(revision, upTo -> JournalLog.entry(changes, upTo));
    }

    /** Tells where the first difference is; a session that has moved on is looked at again. */
    private void place(
        Projection projection, Kind kind, Entry entry, SessionStretch changes, long logRevision) {
      Reading now = projection.read(session).orElse(null);
      SessionOutline found = now == null ? null : now.outline();
      if (now == null || found == null || !now.entry().isSame(entry)) {
        moving = true;
        return;
      }
      Folded expected;
      try {
        expected = DigestFold.fold(session, changes, logRevision);
      } catch (JournalHoleException e) {
        add(
            Source.LOG,
            Kind.DAMAGED,
            entry.revision(),
            logRevision,
            String.valueOf(e.getMessage()));
        return;
      }
      Optional<JsonDiff.Difference> place =
          JsonDiff.first(found.head(), expected.outline().head())
              .or(() -> messages(projection, found, entry.revision(), changes, expected));
      differences.add(
          new Difference(
              session,
              log.partition(session),
              projection.source(),
              kind,
              entry.revision(),
              logRevision,
              place.map(JsonDiff.Difference::pointer).orElse(null),
              place.map(JsonDiff.Difference::before).orElse(null),
              place.map(JsonDiff.Difference::after).orElse(null),
              ""));
    }

    private Optional<JsonDiff.Difference> messages(
        Projection projection,
        SessionOutline found,
        long revision,
        SessionStretch changes,
        Folded expected) {
      int place = found.firstOther(expected.outline());
      String at = "/messages/" + place;
      JsonText a = place < found.messages() ? projection.message(session, revision, place) : null;
      JsonText b =
          place < expected.outline().messages()
              ? DigestFold.message(session, changes, expected.revision(), place)
              : null;
      if (a == null && b == null) {
        return Optional.empty();
      }
      if (a == null || b == null) {
        return Optional.of(new JsonDiff.Difference(at, a, b));
      }
      return JsonDiff.first(a, b)
          .map(d -> new JsonDiff.Difference(at + d.pointer(), d.before(), d.after()));
    }

    private void add(
        Projection projection, Kind kind, long revision, long logRevision, String message) {
      add(projection.source(), kind, revision, logRevision, message);
    }

    private void add(Source source, Kind kind, long revision, long logRevision, String message) {
      differences.add(
          new Difference(
              session,
              log.partition(session),
              source,
              kind,
              revision,
              logRevision,
              null,
              null,
              null,
              message));
    }
  }
}
