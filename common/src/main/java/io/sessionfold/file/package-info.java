/**
 * The layout and format of the file projection that writers and readers share. Open {@link
 * io.sessionfold.file.SessionFileReader} first.
 */
@NullMarked
package io.sessionfold.file;

import org.jspecify.annotations.NullMarked;
