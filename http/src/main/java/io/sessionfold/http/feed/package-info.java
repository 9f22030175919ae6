/**
 * Changes as they happen, as server-sent events. Open {@link io.sessionfold.http.feed.FeedRoutes}
 * first.
 */
@NullMarked
package io.sessionfold.http.feed;

import org.jspecify.annotations.NullMarked;
