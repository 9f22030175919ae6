/**
 * A session as a person reads it in a terminal. Open {@link io.sessionfold.cli.show.Transcript}
 * first.
 */
@NullMarked
package io.sessionfold.cli.show;

import org.jspecify.annotations.NullMarked;
