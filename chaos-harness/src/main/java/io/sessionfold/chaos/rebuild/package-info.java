/**
 * A rebuild beside the projections that are read, its swap, and what follows, with the processes
 * that do it killed on the way. Open {@link io.sessionfold.chaos.rebuild.Campaign} first.
 */
@NullMarked
package io.sessionfold.chaos.rebuild;

import org.jspecify.annotations.NullMarked;
