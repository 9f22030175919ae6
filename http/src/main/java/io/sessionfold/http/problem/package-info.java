/** What the service answers when it cannot do what was asked. */
@NullMarked
package io.sessionfold.http.problem;

import org.jspecify.annotations.NullMarked;
