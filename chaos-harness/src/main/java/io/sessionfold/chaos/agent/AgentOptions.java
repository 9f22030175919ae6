package io.sessionfold.chaos.agent;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;

/**
 * What an agent is started with.
 *
 * @param control the directory through which the process is told what to do
 * @param mutations the safeguards that are taken out
 */
public record AgentOptions(Path control, Set<Mutation> mutations) {
  private static final String SEPARATOR = ";";

  /** Copies the set. */
  public AgentOptions {
    mutations = Set.copyOf(mutations);
  }

  /** The argument of {@code -javaagent}. */
  public String argument() {
    StringBuilder text = new StringBuilder(control.toString());
    mutations.forEach(mutation -> text.append(SEPARATOR).append(mutation.name()));
    return text.toString();
  }

  /** Reads what {@link #argument} wrote. */
  static AgentOptions of(String argument) {
    String[] parts = argument.split(SEPARATOR, -1);
    Set<Mutation> mutations = EnumSet.noneOf(Mutation.class);
    for (int i = 1; i < parts.length; i++) {
      mutations.add(Mutation.valueOf(parts[i]));
    }
    return new AgentOptions(Path.of(parts[0]), mutations);
  }
}
