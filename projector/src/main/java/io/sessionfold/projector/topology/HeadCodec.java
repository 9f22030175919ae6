package io.sessionfold.projector.topology;

import io.sessionfold.sequence.AgentHead;
import io.sessionfold.sequence.PageHead;
import io.sessionfold.sequence.SessionHead;
import io.sessionfold.sequence.SessionHead.StartField;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The values of {@code session-heads}. */
final class HeadCodec {
  private static final int FORMAT = 1;

  private HeadCodec() {}

  static byte[] write(SessionHead head) {
    StateWriter out = new StateWriter(FORMAT, 64).number(head.revision()).flag(head.deleted());
    if (head.deleted()) {
      return out.done();
    }
    out.number(head.lastSeq())
        .number(head.page().number())
        .number(head.page().messages())
        .number(head.page().bytes())
        .number(bits(head.set()))
        .number(head.feedbacks())
        .number(head.guardrailEvents())
        .number(head.feedbackAndGuardrailBytes())
        .number(head.models().size());
    head.models().forEach(out::text);
    out.number(head.agents().size());
    head.agents().forEach((name, agent) -> write(out.text(name), agent));
    return out.done();
  }

  static SessionHead read(byte[] value) {
    StateReader in = new StateReader(value, FORMAT, StoreName.HEADS.storeName());
    long revision = in.number();
    if (in.flag()) {
      return tombstone(revision);
    }
    long lastSeq = in.number();
    PageHead page = new PageHead(in.number(), in.count(), in.number());
    Set<StartField> set = fields(in.number());
    int feedbacks = in.count();
    int guardrailEvents = in.count();
    long feedbackAndGuardrailBytes = in.number();
    Set<String> models = new TreeSet<>();
    for (int rest = in.count(); rest > 0; rest--) {
      models.add(in.text());
    }
    Map<String, AgentHead> agents = new LinkedHashMap<>();
    for (int rest = in.count(); rest > 0; rest--) {
      agents.put(in.text(), agent(in));
    }
    return new SessionHead(
        revision,
        false,
        lastSeq,
        agents,
        page,
        set,
        models,
        feedbacks,
        guardrailEvents,
        feedbackAndGuardrailBytes);
  }

  private static SessionHead tombstone(long revision) {
    SessionHead none = SessionHead.NONE;
    return new SessionHead(
        revision, true, 0, none.agents(), none.page(), none.set(), none.models(), 0, 0, 0);
  }

  private static void write(StateWriter out, AgentHead agent) {
    Instant last = agent.lastCreatedAt();
    out.number(agent.nextIndex()).flag(last != null);
    if (last != null) {
      out.time(last);
    }
    out.number(agent.dataBytes().size());
    agent.dataBytes().forEach((part, bytes) -> out.text(part).number(bytes));
  }

  private static AgentHead agent(StateReader in) {
    long nextIndex = in.number();
    Instant last = in.flag() ? in.time() : null;
    Map<String, Integer> dataBytes = new TreeMap<>();
    for (int rest = in.count(); rest > 0; rest--) {
      dataBytes.put(in.text(), in.count());
    }
    return new AgentHead(nextIndex, last, dataBytes);
  }

  private static long bits(Set<StartField> fields) {
    long bits = 0;
    for (StartField field : fields) {
      bits |= bit(field);
    }
    return bits;
  }

  private static Set<StartField> fields(long bits) {
    EnumSet<StartField> fields = EnumSet.noneOf(StartField.class);
    for (StartField field : StartField.values()) {
      if ((bits & bit(field)) != 0) {
        fields.add(field);
      }
    }
    return fields;
  }

  /** Part of the format, so it does not follow the order of the enum. */
  private static int bit(StartField field) {
    return switch (field) {
      case USER -> 1;
      case APPLICATION -> 2;
      case SESSION_TYPE -> 4;
      case TITLE -> 8;
    };
  }
}
