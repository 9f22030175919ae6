package io.sessionfold.projector.rebuild;

/**
 * What a load asks as it goes on. Each call may wait, while the rebuild is paused or slowed down,
 * and throws {@link RebuildException} if it is not to go on: it was cancelled, or is another's.
 */
public interface LoadControl {
  /** Nothing has happened. */
  void goOn();

  /** So many records were read. */
  void read(long records);

  /** So many changes were given to be written. */
  void written(long changes);
}
