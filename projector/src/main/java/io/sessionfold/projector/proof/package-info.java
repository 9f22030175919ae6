/**
 * The proof that documents and files say what the fold of the journal says (docs/proof.md). Open
 * {@link io.sessionfold.projector.proof.Verification} first.
 */
@NullMarked
package io.sessionfold.projector.proof;

import org.jspecify.annotations.NullMarked;
