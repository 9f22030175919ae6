/**
 * What goes wrong: processes that are killed or stopped, at random or at a named point, stores that
 * are away, slow or full, power that fails. Open {@link io.sessionfold.chaos.fault.Faults} first.
 */
@NullMarked
package io.sessionfold.chaos.fault;

import org.jspecify.annotations.NullMarked;
