/**
 * A session as the fold of its changes: pure, immutable, without any store. Open {@link
 * io.sessionfold.session.Session} first.
 */
@NullMarked
package io.sessionfold.session;

import org.jspecify.annotations.NullMarked;
