/**
 * The sink that writes one JSONL file for each session. Open {@link
 * io.sessionfold.projector.jsonl.JsonlSink} first.
 */
@NullMarked
package io.sessionfold.projector.jsonl;

import org.jspecify.annotations.NullMarked;
