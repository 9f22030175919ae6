package io.sessionfold.chaos.agent;

import static net.bytebuddy.matcher.ElementMatchers.isPublic;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.matcher.ElementMatcher;
import net.bytebuddy.matcher.ElementMatchers;

/**
 * What is woven into one class. The names of the product's classes and methods stand here and
 * nowhere else; {@code WeavingTest} sees that they exist.
 */
record Weaving(String type, String method, AsmVisitorWrapper advice) {
  private static final String PROJECTOR = "io.sessionfold.projector.";
  private static final String DISK = PROJECTOR + "jsonl.RealDisk";

  /** The name of a point, in the advice that passes it. */
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.PARAMETER)
  @interface Name {}

  static List<Weaving> all(Set<Mutation> mutations) {
    List<Weaving> all = new ArrayList<>(points());
    mutations.forEach(mutation -> all.addAll(of(mutation)));
    return all;
  }

  private static List<Weaving> points() {
    List<Weaving> points = new ArrayList<>();
    for (String sink : List.of("mongo.MongoSink", "jsonl.JsonlSink")) {
      points.add(enter(Point.BEFORE_WRITE, PROJECTOR + sink, "write"));
      points.add(exit(Point.AFTER_WRITE, PROJECTOR + sink, "write"));
    }
    points.add(exit(Point.AFTER_WATERMARK, PROJECTOR + "store.MongoWatermarks", "raise"));
    points.add(with(PointAdvice.Bulk.class, PROJECTOR + "mongo.BulkRunner", named("run"), "run"));
    points.add(exit(Point.IN_TRANSACTION, PROJECTOR + "topology.SequencerProcessor", "process"));
    String producer = "org.apache.kafka.clients.producer.KafkaProducer";
    points.add(enter(Point.BEFORE_COMMIT, producer, "commitTransaction"));
    points.add(exit(Point.AFTER_COMMIT, producer, "commitTransaction"));
    points.add(enter(Point.BEFORE_REWRITE_MOVE, DISK, "move"));
    points.add(exit(Point.AFTER_REWRITE_MOVE, DISK, "move"));
    points.add(exit(Point.AFTER_FSYNC, DISK, "sync"));
    points.add(
        with(
            TimeoutAdvice.OfSink.class,
            PROJECTOR + "runner.JournalConsumer",
            named("config"),
            "config"));
    points.add(
        with(
            TimeoutAdvice.OfProjector.class,
            PROJECTOR + "topology.StreamsProperties",
            named("of"),
            "of"));
    points.addAll(RebuildWeavings.all());
    points.add(disk(DiskAdvice.Write.class, "write"));
    points.add(disk(DiskAdvice.Open.class, "openForAppend"));
    points.add(disk(DiskAdvice.Create.class, "create"));
    points.add(disk(DiskAdvice.Sync.class, "sync"));
    points.add(disk(DiskAdvice.Truncate.class, "truncate"));
    points.add(disk(DiskAdvice.Move.class, "move"));
    points.add(disk(DiskAdvice.Directory.class, "syncDirectory"));
    points.add(disk(DiskAdvice.CreateDirectory.class, "createDirectory"));
    return points;
  }

  private static List<Weaving> of(Mutation mutation) {
    String filters = PROJECTOR + "mongo.Filters";
    String locks = PROJECTOR + "jsonl.PartitionLocks";
    Class<?> unfenced = MutationAdvice.WithoutRevision.class;
    return switch (mutation) {
      case NO_FENCE -> List.of(with(unfenced, filters, named("session"), "session"));
      case NO_PAGE_FENCE ->
          List.of(
              with(unfenced, filters, named("olderPage"), "olderPage"),
              with(unfenced, filters, named("page").and(takesArguments(3)), "page"));
      case NO_DEDUPLICATION ->
          List.of(
              with(
                  MutationAdvice.AnswersNull.class,
                  PROJECTOR + "topology.StreamsState",
                  named("seen").and(takesArguments(1)),
                  "seen"));
      case WATERMARK_BEFORE_FSYNC ->
          List.of(
              with(
                  MutationAdvice.EmptySetInstead.class,
                  PROJECTOR + "jsonl.JsonlSink",
                  named("checkpoint"),
                  "checkpoint"));
      case NO_TORN_TAIL_CUT ->
          List.of(with(MutationAdvice.Skip.class, DISK, named("truncate"), "truncate"));
      case SESSION_BEFORE_PAGES ->
          List.of(
              with(
                  MutationAdvice.PagesLater.class,
                  PROJECTOR + "mongo.PageWriter",
                  named("write").and(takesArguments(3)),
                  "write"),
              with(
                  MutationAdvice.PagesNow.class,
                  PROJECTOR + "mongo.SessionWriter",
                  named("write"),
                  "write"));
      case NO_PARTITION_LOCK ->
          List.of(
              with(MutationAdvice.TrueInstead.class, locks, named("acquire"), "acquire"),
              with(MutationAdvice.TrueInstead.class, locks, named("holds"), "holds"));
      case NO_POSITIONS ->
          List.of(
              with(
                  MutationAdvice.NeverSequenced.class,
                  PROJECTOR + "topology.Positions",
                  named("last"),
                  "last"));
    };
  }

  private static Weaving enter(Point point, String type, String method) {
    return at(point, PointAdvice.Enter.class, type, method, isPublic());
  }

  private static Weaving exit(Point point, String type, String method) {
    return at(point, PointAdvice.Exit.class, type, method, isPublic());
  }

  /** Passes a point in the methods of that name for which the condition holds. */
  static Weaving at(
      Point point,
      Class<?> advice,
      String type,
      String method,
      ElementMatcher.Junction<MethodDescription> which) {
    AsmVisitorWrapper woven =
        Advice.withCustomMapping()
            .bind(Name.class, point.wireName())
            .to(advice)
            .on(ElementMatchers.<MethodDescription>named(method).and(which));
    return new Weaving(type, method, woven);
  }

  private static Weaving disk(Class<?> advice, String method) {
    return with(advice, DISK, named(method), method);
  }

  /** Weaves the advice into the methods for which the condition holds. */
  static Weaving with(
      Class<?> advice, String type, ElementMatcher.Junction<MethodDescription> on, String method) {
    return new Weaving(type, method, Advice.to(advice).on(on));
  }
}
