/**
 * The journal: what became of each record of the event log, one change a record. Open {@link
 * io.sessionfold.journal.Change} first; {@link io.sessionfold.journal.ChangeCodec} is the format.
 */
@NullMarked
package io.sessionfold.journal;

import org.jspecify.annotations.NullMarked;
