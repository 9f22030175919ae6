/**
 * The judge: it reads the raw event log, works out for itself what every record must have become
 * and what every session must say, and compares that with the journal, the dead letters, the
 * documents and the files. It is written separately and simply, on plain Jackson trees, and shares
 * no fold, codec or document code with the product; a test sees to that. Open {@link
 * io.sessionfold.chaos.oracle.Oracle} first.
 */
@NullMarked
package io.sessionfold.chaos.oracle;

import org.jspecify.annotations.NullMarked;
