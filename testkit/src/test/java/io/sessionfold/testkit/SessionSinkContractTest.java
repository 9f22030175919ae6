package io.sessionfold.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.sessionfold.event.SessionKey;
import io.sessionfold.session.Session;
import io.sessionfold.sink.ChangeBatch;
import io.sessionfold.sink.SessionSink;
import io.sessionfold.sink.WriteResult;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SessionSinkContractTest {
  @Test
  void a_sink_that_does_nothing_fails_every_test() {
    assertEveryTestFails(false);
  }

  @Test
  void a_sink_that_only_says_it_wrote_fails_every_test() {
    assertEveryTestFails(true);
  }

  private static void assertEveryTestFails(boolean claims) {
    List<Method> tests =
        Arrays.stream(SessionSinkContract.class.getDeclaredMethods())
            .filter(method -> method.isAnnotationPresent(Test.class))
            .toList();
    assertThat(tests).hasSizeGreaterThan(15);
    for (Method test : tests) {
      assertThat(catchThrowable(() -> run(test, claims)))
          .as(test.getName())
          .isInstanceOf(AssertionError.class);
    }
  }

  private static void run(Method test, boolean claims) throws Throwable {
    SessionSinkContract contract = new Nothing(claims);
    contract.openTheSink();
    test.setAccessible(true);
    try {
      test.invoke(contract);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  /** A store that stays empty. */
  private static final class Nothing extends SessionSinkContract {
    private final boolean claims;

    Nothing(boolean claims) {
      this.claims = claims;
    }

    @Override
    protected SessionSink open() {
      return new DoNothing(claims);
    }

    @Override
    protected Session read(SessionKey session) {
      return Session.before(session);
    }

    @Override
    protected String dump() {
      return "";
    }
  }

  private record DoNothing(boolean claims) implements SessionSink {
    @Override
    public String name() {
      return "nothing";
    }

    @Override
    public Set<Integer> acquire(Set<Integer> partitions) {
      return partitions;
    }

    @Override
    public void release(Set<Integer> partitions) {}

    @Override
    public WriteResult write(ChangeBatch batch) {
      int given = batch.sessions().stream().mapToInt(s -> s.changes().size()).sum();
      return claims ? new WriteResult(given, 0, Map.of(), 0) : WriteResult.NOTHING;
    }

    @Override
    public Set<Integer> checkpoint() {
      return Set.of();
    }

    @Override
    public boolean isEmpty() {
      return true;
    }

    @Override
    public void discard(SessionKey session, int partition) {}

    @Override
    public void close() {}
  }
}
