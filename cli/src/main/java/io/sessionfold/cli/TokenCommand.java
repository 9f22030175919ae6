package io.sessionfold.cli;

import io.sessionfold.http.access.Caller;
import io.sessionfold.http.access.NewToken;
import io.sessionfold.http.access.Right;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Makes bearer tokens for the HTTP service. */
@Command(name = "token", description = "Make bearer tokens for the HTTP service.")
final class TokenCommand {
  private final Console console;

  TokenCommand(Console console) {
    this.console = console;
  }

  @Command(
      name = "new",
      description = {
        "Print a new token and, on the second line, its entry for the file that http.tokens names;",
        "or add the entry to that file. The token is kept nowhere: give it to whoever it is for."
      })
  int create(
      @Option(
              names = "--name",
              paramLabel = "NAME",
              required = true,
              description = "Of whoever it is for; limits count by it")
          String name,
      @Option(
              names = "--tenant",
              paramLabel = "TENANT",
              defaultValue = "default",
              description = "The one tenant that it is for; default: default")
          String tenant,
      @Option(
              names = "--rights",
              paramLabel = "RIGHT",
              split = ",",
              required = true,
              description = "One or more of write, read, operate")
          List<String> rights,
      @Option(
              names = "--file",
              paramLabel = "FILE",
              description = "File of tokens to add the entry to; made if it is not there")
          @Nullable Path file) {
    NewToken made = NewToken.of(new Caller(name, SessionNames.tenant(tenant), set(rights)));
    if (file != null) {
      add(made, file);
    }
    console.out(made.token());
    if (file == null) {
      console.out(made.entry().toString());
    }
    return 0;
  }

  private static void add(NewToken made, Path file) {
    try {
      made.addTo(file);
    } catch (IllegalArgumentException e) {
      throw new CommandException(String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw new CommandException("--file: " + ExpectedFailure.file(e), e);
    }
  }

  private static Set<Right> set(List<String> names) {
    Set<Right> rights = EnumSet.noneOf(Right.class);
    for (String name : names) {
      rights.add(
          Right.named(name)
              .orElseThrow(
                  () ->
                      CommandException.usage(
                          "--rights " + name + ": expected write, read or operate")));
    }
    return rights;
  }
}
