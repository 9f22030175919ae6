/**
 * A session as the fold of its changes: pure, immutable, without any store. Open {@link
 * io.sessionfold.session.Session} first; {@link io.sessionfold.session.PastSession} is a session as
 * it was.
 */
@NullMarked
package io.sessionfold.session;

import org.jspecify.annotations.NullMarked;
