/** Who may do what, and how much of it. */
@NullMarked
package io.sessionfold.http.access;

import org.jspecify.annotations.NullMarked;
