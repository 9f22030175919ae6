/**
 * What a sink keeps in MongoDB besides its projection: the pointer to what is active, watermarks,
 * quarantine; and how MongoDB is reached and its failures are judged. Open {@link
 * io.sessionfold.projector.store.MongoConnection} first.
 */
@NullMarked
package io.sessionfold.projector.store;

import org.jspecify.annotations.NullMarked;
