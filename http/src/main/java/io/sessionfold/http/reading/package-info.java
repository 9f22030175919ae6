/** Reading over HTTP. Open {@link io.sessionfold.http.reading.ReadRoutes} first. */
@NullMarked
package io.sessionfold.http.reading;

import org.jspecify.annotations.NullMarked;
