/**
 * Starting the parts of a pipeline in one process. Open {@link
 * io.sessionfold.cli.pipeline.Pipeline} first.
 */
@NullMarked
package io.sessionfold.cli.pipeline;

import org.jspecify.annotations.NullMarked;
