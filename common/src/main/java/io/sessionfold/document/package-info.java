/**
 * The documents in which MongoDB holds a session, both directions, pure: one session document with
 * the open page of messages, and one document for each page before it. Open {@link
 * io.sessionfold.document.SessionDocument} first; {@link io.sessionfold.document.SessionUpdate} has
 * the operators that bring a stored document forward. The format is described in docs/documents.md.
 */
@NullMarked
package io.sessionfold.document;

import org.jspecify.annotations.NullMarked;
