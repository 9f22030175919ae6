/**
 * The applied changes of sessions as they happen, to be gone on with after a break. Open {@link
 * io.sessionfold.query.feed.ChangeFeed} first.
 */
@NullMarked
package io.sessionfold.query.feed;

import org.jspecify.annotations.NullMarked;
