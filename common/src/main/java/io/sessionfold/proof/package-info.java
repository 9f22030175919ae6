/**
 * What a session says in one canonical form, and digests of it, so that projections can be compared
 * without being brought together (docs/proof.md). Open {@link io.sessionfold.proof.CanonicalForm}
 * first.
 */
@NullMarked
package io.sessionfold.proof;

import org.jspecify.annotations.NullMarked;
