package io.sessionfold.chaos.cluster;

/** A process that is tried. All methods may be called in any state. */
public interface Victim {
  /** The name in messages. */
  String name();

  /** Starts it, if it does not run. */
  void start();

  /** Ends it at once, as SIGKILL does; nothing if it does not run. */
  void kill();

  /** Stops it, as SIGSTOP does. */
  void freeze();

  /** Lets it go on, as SIGCONT does. */
  void thaw();

  /** Whether there is a process, stopped or not. */
  boolean isAlive();
}
