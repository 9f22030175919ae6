/** Publishing over HTTP. Open {@link io.sessionfold.http.gateway.WriteRoutes} first. */
@NullMarked
package io.sessionfold.http.gateway;

import org.jspecify.annotations.NullMarked;
