package io.sessionfold.cli.config;

/** A configuration that cannot be used. The message says which key, from where, and what to do. */
public final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ConfigException(String message) {
    super(message);
  }
}
