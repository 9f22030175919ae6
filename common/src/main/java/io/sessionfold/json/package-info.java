/**
 * JSON as text: parsed strictly, compacted, and from then on carried through unchanged, so that key
 * order, number lexemes and escapes survive. Open {@link io.sessionfold.json.JsonText} first.
 */
@NullMarked
package io.sessionfold.json;

import org.jspecify.annotations.NullMarked;
