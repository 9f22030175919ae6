/** Rebuilds of projections from the command line: what they need of a place, and what is told. */
@NullMarked
package io.sessionfold.cli.rebuild;

import org.jspecify.annotations.NullMarked;
