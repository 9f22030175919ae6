/**
 * Sessions in the forms that other programs take. Open {@link
 * io.sessionfold.query.export.ChatExport} first.
 */
@NullMarked
package io.sessionfold.query.export;

import org.jspecify.annotations.NullMarked;
