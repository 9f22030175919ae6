package io.sessionfold.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.sessionfold.event.SessionKey;
import io.sessionfold.journal.Change;
import io.sessionfold.journal.Change.Applied;
import io.sessionfold.journal.Change.Duplicate;
import io.sessionfold.journal.Change.Rejected;
import io.sessionfold.journal.Reason;
import io.sessionfold.journal.RejectionCode;
import io.sessionfold.sequence.IngressRecord;
import io.sessionfold.sequence.Limits;
import io.sessionfold.session.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * {@code given(events).when(event).then(session -> …)}, through the real sequencer and fold. The
 * given events must all be applied, so that no test rests on something that did not happen.
 */
public final class Scenario {
  private final EventLog log;
  private final Journal journal;

  private Scenario(EventLog log, Journal journal) {
    this.log = log;
    this.journal = journal;
  }

  /** Events that came before. */
  public static Given given(TestEvent... events) {
    return new Given(List.of(events), Journal.SMALL_PAGES);
  }

  /** A session that has a past. */
  public record Given(List<TestEvent> past, Limits limits) {
    /** Other limits than {@link Journal#SMALL_PAGES}. */
    public Given with(Limits otherLimits) {
      return new Given(past, otherLimits);
    }

    /** What comes next. */
    public Scenario when(TestEvent... events) {
      EventLog log = EventLog.of(past);
      Journal journal = Journal.of(log.records(), limits);
      assertThat(journal.changes())
          .as("the given events, which must be applied")
          .allSatisfy(change -> assertThat(change).isInstanceOf(Applied.class));
      for (TestEvent event : events) {
        journal.append(log.append(event).last());
      }
      return new Scenario(log, journal);
    }
  }

  /** The session after all events, of which the last was applied. */
  public Scenario then(Consumer<Session> expectation) {
    thenApplied(change -> {});
    expectation.accept(journal.session(session()));
    return this;
  }

  /** The change that the last event became. */
  public Scenario thenApplied(Consumer<Applied> expectation) {
    assertThat(journal.last()).isInstanceOf(Applied.class);
    expectation.accept((Applied) journal.last());
    return this;
  }

  /** The last event was rejected, for exactly these reasons in any order; nothing changed. */
  public Scenario thenRejected(RejectionCode... codes) {
    return thenRejected(
        reasons -> assertThat(reasons).map(Reason::code).containsExactlyInAnyOrder(codes));
  }

  /** The last event was rejected; nothing changed. */
  public Scenario thenRejected(Consumer<List<Reason>> expectation) {
    assertThat(journal.last()).isInstanceOf(Rejected.class);
    expectation.accept(((Rejected) journal.last()).reasons());
    return thenNothingChanged();
  }

  /** The last event was a repeat of the one that got that revision; nothing changed. */
  public Scenario thenDuplicateOf(long revision) {
    Change last = journal.last();
    assertThat(last).isInstanceOf(Duplicate.class);
    assertThat(((Duplicate) last).of()).isEqualTo(revision);
    return thenNothingChanged();
  }

  /** The journal, for what the other steps do not say. */
  public Journal journal() {
    return journal;
  }

  private Scenario thenNothingChanged() {
    List<IngressRecord> before = new ArrayList<>(log.records());
    before.remove(before.size() - 1);
    Journal without = Journal.of(before, journal.limits());
    assertThat(journal.folded()).isEqualTo(without.folded());
    assertThat(journal.head(session())).isEqualTo(without.head(session()));
    return this;
  }

  private SessionKey session() {
    SessionKey session = journal.last().session();
    return session == null ? EventLog.SESSION : session;
  }
}
