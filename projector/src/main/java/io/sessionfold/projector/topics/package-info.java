/**
 * The topics that a journal needs: how they must be, their creation, and their check. Open {@link
 * io.sessionfold.projector.topics.Topics} first.
 */
@NullMarked
package io.sessionfold.projector.topics;

import org.jspecify.annotations.NullMarked;
