/**
 * From a record of the event log to its change: read, check, deduplicate, sequence. Pure but for
 * the state that is handed in. Open {@link io.sessionfold.sequence.Sequencer} first.
 */
@NullMarked
package io.sessionfold.sequence;

import org.jspecify.annotations.NullMarked;
