package io.sessionfold.projector.runner;

/**
 * What a sink's loop has done since it started. What was read again, after a restart of a partition
 * or a loss in the store, counts again.
 *
 * <p>{@code records = applied + duplicate + rejected}, and {@code applied = written + skipped +
 * refused + left}; both hold at each moment.
 *
 * @param records records of the journal
 * @param applied applied changes among them
 * @param duplicate duplicates among them
 * @param rejected rejections among them
 * @param written applied changes that the sink wrote
 * @param skipped applied changes that the store had already
 * @param refused applied changes that the store refused
 * @param left applied changes of quarantined sessions, which were not given to the sink
 * @param batches calls of the sink
 */
public record SinkCounts(
    long records,
    long applied,
    long duplicate,
    long rejected,
    long written,
    long skipped,
    long refused,
    long left,
    long batches) {
  static final SinkCounts ZERO = new SinkCounts(0, 0, 0, 0, 0, 0, 0, 0, 0);

  SinkCounts plus(SinkCounts o) {
    return new SinkCounts(
        records + o.records,
        applied + o.applied,
        duplicate + o.duplicate,
        rejected + o.rejected,
        written + o.written,
        skipped + o.skipped,
        refused + o.refused,
        left + o.left,
        batches + o.batches);
  }
}
