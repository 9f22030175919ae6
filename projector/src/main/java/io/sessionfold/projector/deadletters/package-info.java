/**
 * Dead letters: read, filtered, and published once more after a fix. Open {@link
 * io.sessionfold.projector.deadletters.DeadLetterLog} first.
 */
@NullMarked
package io.sessionfold.projector.deadletters;

import org.jspecify.annotations.NullMarked;
