/** Folded snapshots as files. Open {@link io.sessionfold.cli.export.FlatfileExport} first. */
@NullMarked
package io.sessionfold.cli.export;

import org.jspecify.annotations.NullMarked;
