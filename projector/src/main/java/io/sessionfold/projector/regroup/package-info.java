/**
 * A partition of the journal read once and given back session by session, in bounded memory, for
 * those that fold whole sessions: proofs and rebuilds. Open {@link
 * io.sessionfold.projector.regroup.Regrouped} first.
 */
@NullMarked
package io.sessionfold.projector.regroup;

import org.jspecify.annotations.NullMarked;
