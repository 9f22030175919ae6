package io.sessionfold.query.valid;

import io.sessionfold.query.parts.ResultBlock;
import io.sessionfold.query.parts.ToolShape;
import org.jspecify.annotations.Nullable;

/** A result in a message, and what the view makes of it. Of one view, by one thread. */
final class Result {
  final Entry entry;
  final ResultBlock block;

  /** Where it stands among its message's blocks; 0 if the message is the result. */
  final int position;

  /** What it answers. */
  @Nullable Call call;

  boolean dropped;

  /** Whether it stands elsewhere in the view. */
  boolean moved;

  Result(Entry entry, ResultBlock block, int position) {
    this.entry = entry;
    this.block = block;
    this.position = position;
  }

  ToolShape shape() {
    return block.shape();
  }

  /** Whether it stays in its message. */
  boolean stays() {
    return !dropped && !moved;
  }

  boolean answers(Entry other) {
    return call != null && call.entry == other;
  }
}
