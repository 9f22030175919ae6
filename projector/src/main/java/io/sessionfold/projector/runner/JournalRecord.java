package io.sessionfold.projector.runner;

import io.sessionfold.journal.Change;

/** One record of the journal, decoded. */
record JournalRecord(int partition, long offset, int bytes, Change change) {}
