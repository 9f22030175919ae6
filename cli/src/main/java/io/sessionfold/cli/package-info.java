/**
 * The {@code sessionfold} command: wiring and nothing else. Open {@link io.sessionfold.cli.Main}
 * first.
 */
@NullMarked
package io.sessionfold.cli;

import org.jspecify.annotations.NullMarked;
