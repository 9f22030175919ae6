/**
 * The console: a page for people. Open {@link io.sessionfold.http.console.ConsoleRoutes} first; the
 * page itself is in the resources of this module, under {@code console}.
 */
@NullMarked
package io.sessionfold.http.console;

import org.jspecify.annotations.NullMarked;
