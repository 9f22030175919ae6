/**
 * Dead letters as the command shows them. Open {@link io.sessionfold.cli.deadletters.LetterText}
 * first.
 */
@NullMarked
package io.sessionfold.cli.deadletters;

import org.jspecify.annotations.NullMarked;
