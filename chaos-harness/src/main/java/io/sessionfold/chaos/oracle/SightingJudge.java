package io.sessionfold.chaos.oracle;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Compares what readers were answered with what each session was at that revision: an answer that
 * is a mix of two revisions, or of two generations, is like no session that ever was. An answer
 * after a record must include it, and a session that was there and is not must be deleted.
 */
final class SightingJudge {
  private final Map<String, Map<Long, List<Portrait>>> portraits = new HashMap<>();
  private final Map<String, List<Sighting>> after = new HashMap<>();
  private final Set<String> absent = new HashSet<>();
  private final Set<String> deleted = new HashSet<>();
  private final Findings findings;

  SightingJudge(List<Sighting> sightings, Findings findings) {
    this.findings = findings;
    for (Sighting sighting : sightings) {
      Portrait portrait = sighting.portrait();
      if (portrait != null) {
        List<Portrait> same =
            portraits
                .computeIfAbsent(sighting.session(), s -> new HashMap<>())
                .computeIfAbsent(sighting.revision(), r -> new ArrayList<>());
        if (!same.contains(portrait)) {
          same.add(portrait);
        }
      }
      if (sighting.after() != null) {
        after.computeIfAbsent(sighting.after(), a -> new ArrayList<>()).add(sighting);
      } else if (portrait == null) {
        absent.add(sighting.session());
      }
    }
  }

  /** A record became that, and its session is this now. */
  void became(String at, Verdict verdict, ModelSession session) {
    if (verdict.outcome().equals("rejected")) {
      return;
    }
    if (session.deleted) {
      deleted.add(session.key);
    }
    if (verdict.outcome().equals("applied") && !session.deleted) {
      compare(session);
    }
    for (Sighting sighting : after.getOrDefault(at, List.of())) {
      if (sighting.portrait() == null) {
        absent.add(session.key);
      } else if (sighting.revision() < verdict.revision()) {
        findings.add(
            session.key,
            "a read after "
                + at
                + ", which is revision "
                + verdict.revision()
                + ", answered revision "
                + sighting.revision());
      }
    }
  }

  private void compare(ModelSession session) {
    Map<Long, List<Portrait>> seen = portraits.get(session.key);
    List<Portrait> here = seen == null ? null : seen.remove(session.revision);
    if (here == null) {
      return;
    }
    Portrait expected = Portrait.of(session);
    for (Portrait portrait : here) {
      Set<String> differences = expected.differences(portrait);
      if (!differences.isEmpty()) {
        findings.add(
            session.key,
            "a reader saw a session that never was, at revision "
                + session.revision
                + ": it differs in "
                + differences);
      }
    }
  }

  /** Says what was seen and never was. */
  void end() {
    portraits.forEach(
        (session, revisions) ->
            revisions
                .keySet()
                .forEach(
                    revision ->
                        findings.add(
                            session,
                            "a reader saw revision "
                                + revision
                                + ", which the log does not have")));
    absent.stream()
        .filter(session -> !deleted.contains(session))
        .forEach(session -> findings.add(session, "a reader missed it, and it was never deleted"));
  }
}
