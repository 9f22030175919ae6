/**
 * What lives in MongoDB besides the sessions: names, and the formats of the small documents by
 * which projector and reader find each other. Formats only; nothing here talks to a server. Open
 * {@link io.sessionfold.store.StoreNames} first.
 */
@NullMarked
package io.sessionfold.store;

import org.jspecify.annotations.NullMarked;
