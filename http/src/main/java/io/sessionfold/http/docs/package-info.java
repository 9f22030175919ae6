/** What describes the service. */
@NullMarked
package io.sessionfold.http.docs;

import org.jspecify.annotations.NullMarked;
