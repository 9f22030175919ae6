/**
 * The JSON Schemas of the events: what {@code data} of each type and version must look like, and
 * the page of the documentation that is made from them. Open {@link
 * io.sessionfold.schema.EventSchemas} first.
 */
@NullMarked
package io.sessionfold.schema;

import org.jspecify.annotations.NullMarked;
