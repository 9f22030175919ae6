/**
 * Publishing conversations from JSONL files. Open {@link io.sessionfold.cli.imports.Conversation}
 * first.
 */
@NullMarked
package io.sessionfold.cli.imports;

import org.jspecify.annotations.NullMarked;
