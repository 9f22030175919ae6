/**
 * How far the pipeline is, seen from outside. Open {@link io.sessionfold.cli.status.Progress}
 * first.
 */
@NullMarked
package io.sessionfold.cli.status;

import org.jspecify.annotations.NullMarked;
