package io.sessionfold.query.valid;

import io.sessionfold.query.parts.CallBlock;
import io.sessionfold.query.parts.ToolShape;
import org.jspecify.annotations.Nullable;

/** A call in a message, and what the view makes of it. Of one view, by one thread. */
final class Call {
  final Entry entry;
  final CallBlock block;

  /** Where it stands among its message's blocks, or among its {@code tool_calls}. */
  final int position;

  boolean dropped;
  @Nullable Result result;
  @Nullable String newId;

  Call(Entry entry, CallBlock block, int position) {
    this.entry = entry;
    this.block = block;
    this.position = position;
  }

  ToolShape shape() {
    return block.shape();
  }

  boolean live() {
    return !dropped;
  }

  /** The id that the view gives it. */
  @Nullable String id() {
    return newId == null ? block.id() : newId;
  }
}
