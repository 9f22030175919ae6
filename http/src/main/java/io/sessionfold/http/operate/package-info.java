/** What operators and the console see of the pipeline. */
@NullMarked
package io.sessionfold.http.operate;

import org.jspecify.annotations.NullMarked;
