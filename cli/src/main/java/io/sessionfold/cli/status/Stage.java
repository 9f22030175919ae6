package io.sessionfold.cli.status;

import io.sessionfold.json.JsonText;
import io.sessionfold.json.JsonWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How far one stage has read one topic.
 *
 * @param partitions by number
 */
public record Stage(String name, String topic, Map<Integer, At> partitions) {
  /** Copies the map, in order. */
  public Stage {
    partitions = new TreeMap<>(partitions);
  }

  /**
   * On one partition.
   *
   * @param position the next offset that the stage reads
   * @param end the end of what is committed
   */
  public record At(long position, long end) {
    /** Records, transaction markers included, that the stage has not passed. */
    public long lag() {
      return Math.max(end - position, 0);
    }
  }

  /** The lag over all partitions. */
  public long lag() {
    return partitions.values().stream().mapToLong(At::lag).sum();
  }

  /** The positions over all partitions. */
  public long position() {
    return partitions.values().stream().mapToLong(At::position).sum();
  }

  /** As one object. */
  public JsonText json(double rate) {
    List<JsonText> each = new ArrayList<>();
    partitions.forEach(
        (number, at) ->
            each.add(
                new JsonWriter()
                    .add("partition", number.longValue())
                    .add("position", at.position())
                    .add("end", at.end())
                    .add("lag", at.lag())
                    .done()));
    return new JsonWriter()
        .add("stage", name)
        .add("topic", topic)
        .add("lag", lag())
        .add("rate", Math.round(rate))
        .add("partitions", each)
        .done();
  }
}
