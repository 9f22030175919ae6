/**
 * Building a generation beside the one that is read, and changing from one to the other. Open
 * {@link io.sessionfold.projector.rebuild.Swap} first.
 */
@NullMarked
package io.sessionfold.projector.rebuild;

import org.jspecify.annotations.NullMarked;
