package io.sessionfold.cli.quarantine;

import io.sessionfold.event.SessionKey;
import io.sessionfold.sink.WriteResult.Kind;
import io.sessionfold.store.QuarantineMark;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which marks are meant; what is absent or empty excludes none.
 *
 * @param sessions these and no others
 */
public record MarkFilter(
    @Nullable String sink, @Nullable Kind kind, @Nullable String tenant, Set<SessionKey> sessions) {
  private static final Comparator<QuarantineMark> ORDER =
      Comparator.comparing(QuarantineMark::since)
          .thenComparing(mark -> mark.session().toString())
          .thenComparing(QuarantineMark::sink);

  /** Copies the set. */
  public MarkFilter {
    sessions = Set.copyOf(sessions);
  }

  /** Those that are meant, the oldest first. */
  public List<QuarantineMark> of(List<QuarantineMark> marks) {
    return marks.stream().filter(this::means).sorted(ORDER).toList();
  }

  private boolean means(QuarantineMark mark) {
    return (sink == null || mark.sink().equals(sink))
        && (kind == null || mark.kind() == kind)
        && (tenant == null || mark.session().tenant().equals(tenant))
        && (sessions.isEmpty() || sessions.contains(mark.session()));
  }
}
