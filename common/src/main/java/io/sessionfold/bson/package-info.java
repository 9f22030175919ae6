/**
 * JSON as BSON that people and other libraries can read, and back to the same text; names that fit
 * into field names. The data format only, no driver. Open {@link io.sessionfold.bson.ReadableBson}
 * first.
 */
@NullMarked
package io.sessionfold.bson;

import org.jspecify.annotations.NullMarked;
