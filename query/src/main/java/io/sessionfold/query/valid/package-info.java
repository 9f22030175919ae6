/**
 * The view {@code valid}: the messages of an agent as an API of a model accepts them, with the list
 * of what was repaired. Open {@link io.sessionfold.query.valid.ValidView} first.
 */
@NullMarked
package io.sessionfold.query.valid;

import org.jspecify.annotations.NullMarked;
