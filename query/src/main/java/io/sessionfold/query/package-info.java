/** How projections are read. Open {@link io.sessionfold.query.SessionReader} first. */
@NullMarked
package io.sessionfold.query;

import org.jspecify.annotations.NullMarked;
