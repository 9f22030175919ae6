/**
 * Quarantined sessions as the command shows them and follows their release. Open {@link
 * io.sessionfold.cli.quarantine.MarkFilter} first.
 */
@NullMarked
package io.sessionfold.cli.quarantine;

import org.jspecify.annotations.NullMarked;
