package io.sessionfold.store;

import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.jspecify.annotations.Nullable;

/**
 * How far a generation is, in the same document as {@link GenerationDocument}. The first generation
 * of a database was never built and has nothing of it: it is active while the pointer names it, and
 * retired after that.
 *
 * @param madeFrom what it is made from
 * @param projections what it has; none once it is dropped
 * @param state as stored; {@link #state(ActivePointer)} is what counts
 * @param since when the state began
 * @param lease who builds it, if somebody does
 * @param paused whether whoever builds it is to wait
 * @param cancelled whether whoever builds it is to give it up
 * @param load how much is loaded; absent before the load
 * @param failure why it failed
 * @param hold a stop of its sinks
 * @param ownJournal what is kept of the journal that was made for it, if it was built from events
 */
public record GenerationStatus(
    GenerationDocument madeFrom,
    Set<Projection> projections,
    @Nullable GenerationState state,
    @Nullable Instant since,
    @Nullable Lease lease,
    boolean paused,
    boolean cancelled,
    @Nullable Load load,
    @Nullable String failure,
    @Nullable Hold hold,
    @Nullable OwnJournal ownJournal) {
  /** The names of members. */
  public static final String PROJECTIONS = "projections";

  /** The state's name. */
  public static final String STATE = "state";

  /** When the state began. */
  public static final String SINCE = "state_since";

  /** Who builds it. */
  public static final String LEASE = "lease";

  /** Whether whoever builds it is to wait. */
  public static final String PAUSED = "paused";

  /** Whether whoever builds it is to give it up. */
  public static final String CANCELLED = "cancelled";

  /** How much is loaded. */
  public static final String LOAD = "load";

  /** Why it failed. */
  public static final String FAILURE = "failure";

  /**
   * The right to build a generation. It does not protect what is written, which fences do: it keeps
   * two builders from doing the same work.
   *
   * @param holder unique for each builder
   * @param who where it runs, for people
   */
  public record Lease(String holder, String who, Instant until) {
    /** The value of the member. */
    public BsonDocument toBson() {
      return new BsonDocument("holder", new BsonString(holder))
          .append("who", new BsonString(who))
          .append("until", new BsonDateTime(until.toEpochMilli()));
    }

    static Lease read(BsonDocument lease) {
      return new Lease(
          lease.getString("holder").getValue(),
          lease.getString("who").getValue(),
          instant(lease, "until"));
    }
  }

  /**
   * The progress of a load, in records of the journal, or of the event log while the journal is
   * made.
   *
   * @param done loaded
   * @param total to be loaded
   * @param perSecond as fast as it was lately
   * @param at when this was so
   * @param sequencing whether the journal is being made, and the load follows
   */
  public record Load(long done, long total, long perSecond, Instant at, boolean sequencing) {
    private static final String SEQUENCING = "sequencing";

    /** The value of the member. */
    public BsonDocument toBson() {
      return new BsonDocument("done", new BsonInt64(done))
          .append("total", new BsonInt64(total))
          .append("per_second", new BsonInt64(perSecond))
          .append("at", new BsonDateTime(at.toEpochMilli()))
          .append(SEQUENCING, BsonBoolean.valueOf(sequencing));
    }

    static Load read(BsonDocument load) {
      return new Load(
          load.getNumber("done").longValue(),
          load.getNumber("total").longValue(),
          load.getNumber("per_second").longValue(),
          instant(load, "at"),
          flag(load, SEQUENCING));
    }
  }

  /** Copies the set. */
  public GenerationStatus {
    projections =
        Collections.unmodifiableSet(
            EnumSet.copyOf(projections.isEmpty() ? EnumSet.noneOf(Projection.class) : projections));
  }

  /** Its number. */
  public int generation() {
    return madeFrom.generation();
  }

  /** Where it is: the pointer is the only truth about what is active. */
  public GenerationState state(ActivePointer pointer) {
    if (projections.stream().anyMatch(p -> pointer.generation(p) == generation())) {
      return GenerationState.ACTIVE;
    }
    return state == null || state == GenerationState.ACTIVE ? GenerationState.RETIRED : state;
  }

  /** Whether a sink writes it. */
  public boolean isFollowedBy(Projection projection, ActivePointer pointer) {
    return projections.contains(projection) && state(pointer).isFollowed();
  }

  /** A new one, that {@code lease} may build. */
  public static BsonDocument first(
      GenerationDocument madeFrom, Set<Projection> projections, Lease lease, Instant now) {
    return madeFrom
        .toBson()
        .append(PROJECTIONS, names(projections))
        .append(STATE, new BsonString(GenerationState.LOADING.name()))
        .append(SINCE, new BsonDateTime(now.toEpochMilli()))
        .append(LEASE, lease.toBson());
  }

  /** The value of {@link #PROJECTIONS}. */
  public static BsonArray names(Set<Projection> projections) {
    BsonArray names = new BsonArray();
    projections.stream().sorted().forEach(p -> names.add(new BsonString(p.wireName())));
    return names;
  }

  /** Reads a stored document; members that it does not know are left alone. */
  public static GenerationStatus read(BsonDocument document) {
    return new GenerationStatus(
        GenerationDocument.read(document),
        projections(document),
        document.containsKey(STATE)
            ? GenerationState.valueOf(document.getString(STATE).getValue())
            : null,
        document.containsKey(SINCE) ? instant(document, SINCE) : null,
        document.containsKey(LEASE) ? Lease.read(document.getDocument(LEASE)) : null,
        flag(document, PAUSED),
        flag(document, CANCELLED),
        document.containsKey(LOAD) ? Load.read(document.getDocument(LOAD)) : null,
        BsonMembers.string(document, FAILURE),
        Hold.of(document),
        OwnJournal.of(document));
  }

  private static Set<Projection> projections(BsonDocument document) {
    if (!document.containsKey(PROJECTIONS)) {
      return EnumSet.allOf(Projection.class);
    }
    Set<Projection> projections = EnumSet.noneOf(Projection.class);
    document
        .getArray(PROJECTIONS)
        .forEach(name -> projections.add(projection(name.asString().getValue())));
    return projections;
  }

  private static Projection projection(String wireName) {
    for (Projection projection : Projection.values()) {
      if (projection.wireName().equals(wireName)) {
        return projection;
      }
    }
    throw new IllegalArgumentException("there is no projection " + wireName);
  }

  private static boolean flag(BsonDocument document, String name) {
    return document.getBoolean(name, BsonBoolean.FALSE).getValue();
  }

  private static Instant instant(BsonDocument document, String name) {
    return Instant.ofEpochMilli(Objects.requireNonNull(document.getDateTime(name)).getValue());
  }
}
