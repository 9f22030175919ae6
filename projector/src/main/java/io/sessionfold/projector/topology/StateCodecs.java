package io.sessionfold.projector.topology;

import io.sessionfold.json.JsonText;
import io.sessionfold.sequence.Digest128;
import io.sessionfold.sequence.PageFacts;
import io.sessionfold.sequence.SeenEvent;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** The small values of the state: positions, seen events, pages, metadata. */
final class StateCodecs {
  private static final int FORMAT = 1;

  private StateCodecs() {}

  static byte[] position(long offset) {
    return new StateWriter(FORMAT, 10).number(offset).done();
  }

  static long position(byte[] value) {
    return new StateReader(value, FORMAT, StoreName.POSITIONS.storeName()).number();
  }

  static byte[] seen(SeenEvent seen) {
    StateWriter out = new StateWriter(FORMAT, 48).number(seen.revision()).digest(seen.content());
    boolean message = seen.seq() != null;
    out.flag(message);
    if (message) {
      out.number(Objects.requireNonNull(seen.seq()))
          .number(Objects.requireNonNull(seen.index()))
          .text(Objects.requireNonNull(seen.agent()));
    }
    return out.done();
  }

  static SeenEvent seen(byte[] value) {
    StateReader in = new StateReader(value, FORMAT, StoreName.SEEN.storeName());
    long revision = in.number();
    Digest128 content = in.digest();
    if (!in.flag()) {
      return new SeenEvent(revision, content, null, null, null);
    }
    long seq = in.number();
    long index = in.number();
    return new SeenEvent(revision, content, seq, in.text(), index);
  }

  static byte[] page(PageFacts page) {
    StateWriter out =
        new StateWriter(FORMAT, 32)
            .number(page.firstSeq())
            .number(page.addedBytes())
            .number(page.nextIndexes().size());
    page.nextIndexes().forEach((agent, index) -> out.text(agent).number(index));
    return out.done();
  }

  static PageFacts page(byte[] value) {
    StateReader in = new StateReader(value, FORMAT, StoreName.PAGES.storeName());
    long firstSeq = in.number();
    long addedBytes = in.number();
    Map<String, Long> nextIndexes = new HashMap<>();
    for (int rest = in.count(); rest > 0; rest--) {
      nextIndexes.put(in.text(), in.number());
    }
    return new PageFacts(firstSeq, nextIndexes, addedBytes);
  }

  static byte[] metadata(JsonText object) {
    return new StateWriter(FORMAT, 256).bytes(object.utf8()).done();
  }

  static JsonText metadata(byte[] value) {
    StateReader in = new StateReader(value, FORMAT, StoreName.METADATA.storeName());
    return JsonText.trusted(new String(in.bytes(), StandardCharsets.UTF_8));
  }
}
