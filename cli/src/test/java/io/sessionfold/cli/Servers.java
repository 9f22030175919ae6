package io.sessionfold.cli;

/** Where a pipeline's Kafka and MongoDB are. */
record Servers(String bootstrapServers, String mongoUri) {}
