/**
 * The loop that feeds a sink from the journal: batches, watermarks, outages, quarantine. Open
 * {@link io.sessionfold.projector.runner.SinkRunner} first; the loop itself is {@link
 * io.sessionfold.projector.runner.SinkLoop}.
 */
@NullMarked
package io.sessionfold.projector.runner;

import org.jspecify.annotations.NullMarked;
