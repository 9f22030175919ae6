/**
 * What {@code sessionfold verify} tells. Open {@link io.sessionfold.cli.verify.ProofText} first.
 */
@NullMarked
package io.sessionfold.cli.verify;

import org.jspecify.annotations.NullMarked;
