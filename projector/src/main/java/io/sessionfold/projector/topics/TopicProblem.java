package io.sessionfold.projector.topics;

/**
 * Something about a topic, or about the brokers, with which a projector must not start.
 *
 * @param subject the topic, or what else it is about
 * @param found what is wrong
 * @param remedy what to do about it
 */
public record TopicProblem(String subject, String found, String remedy) {
  /** One line for people. */
  @Override
  public String toString() {
    return subject + ": " + found + ". " + remedy;
  }
}
