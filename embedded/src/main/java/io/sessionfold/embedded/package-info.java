/**
 * A Kafka broker and a MongoDB on this machine without Docker, for the first run and for tests; no
 * production process depends on it. Open {@link io.sessionfold.embedded.EmbeddedBroker} first.
 */
@NullMarked
package io.sessionfold.embedded;

import org.jspecify.annotations.NullMarked;
