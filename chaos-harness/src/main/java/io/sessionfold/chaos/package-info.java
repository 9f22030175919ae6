/**
 * Tries to break the pipeline, and judges what is left. A {@link io.sessionfold.chaos.Round} lets
 * bad producers write to real processes while faults strike; then an oracle that shares no code
 * with the product says what is wrong. Open {@link io.sessionfold.chaos.Chaos}, the command, first.
 */
@NullMarked
package io.sessionfold.chaos;

import org.jspecify.annotations.NullMarked;
