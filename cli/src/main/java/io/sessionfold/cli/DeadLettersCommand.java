package io.sessionfold.cli;

import io.sessionfold.cli.deadletters.LetterText;
import io.sessionfold.cli.pipeline.PipelineTopics;
import io.sessionfold.json.JsonWriter;
import io.sessionfold.projector.deadletters.DeadLetter;
import io.sessionfold.projector.deadletters.DeadLetterFilter;
import io.sessionfold.projector.deadletters.DeadLetterLog;
import io.sessionfold.projector.deadletters.LogPosition;
import io.sessionfold.projector.deadletters.Republishing;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what could not become a change, and publishes it once more. */
@Command(name = "dead-letters", description = "List, show and replay records that were rejected.")
final class DeadLettersCommand {
  private final Console console;

  DeadLettersCommand(Console console) {
    this.console = console;
  }

  @Command(name = "list", description = "By partition, the oldest first.")
  int list(
      @Mixin CommonOptions options,
      @Mixin LetterOptions letters,
      @Option(names = "--limit", paramLabel = "N", description = "At most so many") long limit,
      @Option(names = "--json", description = "One JSON object a line, without content")
          boolean json) {
    DeadLetterFilter filter = letters.filter(List.of());
    long[] left = {limit > 0 ? limit : Long.MAX_VALUE};
    read(
        options.kafkaPlace(),
        filter,
        letter -> {
          console.out(
              json ? LetterText.facts(letter).toString() : LetterText.line(console, letter));
          return --left[0] > 0 && !console.outClosed();
        });
    return 0;
  }

  @Command(name = "show", description = "One of them, with every reason, its headers and content.")
  int show(
      @Mixin CommonOptions options,
      @Parameters(paramLabel = "POSITION", description = "topic-partition-offset, as list prints")
          String position,
      @Option(names = "--json", description = "One JSON object") boolean json,
      @Option(names = "--raw", description = "The bytes as they came, and nothing else")
          boolean raw) {
    LogPosition at = LetterOptions.position(position);
    DeadLetter letter = only(options.kafkaPlace(), at);
    if (raw) {
      byte[] value = letter.value();
      console.outBytes(value == null ? new byte[0] : value);
    } else if (json) {
      console.out(LetterText.whole(letter).toString());
    } else {
      LetterText.lines(console, letter).forEach(console::out);
    }
    return 0;
  }

  @Command(
      name = "replay",
      description = {
        "Publish them once more as they came, after what they lacked is mended.",
        "An event keeps its id, so one that was applied meanwhile becomes a duplicate."
      })
  int replay(
      @Mixin CommonOptions options,
      @Mixin LetterOptions letters,
      @Parameters(arity = "0..*", paramLabel = "POSITION", description = "As list prints them")
          @Nullable List<String> positions,
      @Option(names = "--all", description = "All of them, without any filter") boolean all,
      @Option(names = "--dry-run", description = "Say which, and publish none") boolean dryRun,
      @Option(names = "--json", description = "One JSON object a line") boolean json) {
    List<String> named = positions == null ? List.of() : positions;
    if (named.isEmpty() && letters.isEmpty() && !all) {
      throw CommandException.usage("replay: name positions, a filter, or --all");
    }
    DeadLetterFilter filter = letters.filter(named);
    Place place = options.kafkaPlace();
    if (dryRun) {
      read(
          place,
          filter,
          letter -> {
            console.out(LetterText.line(console, letter));
            return true;
          });
      return 0;
    }
    return publish(place, filter, json);
  }

  /** One after another, as they are read: what a replay brings comes after the end that is read. */
  private int publish(Place place, DeadLetterFilter filter, boolean json) {
    int[] count = new int[2];
    try (Republishing republishing = new Republishing(place.kafka())) {
      read(
          place,
          filter,
          letter -> {
            count[publish(republishing, letter, json) ? 0 : 1]++;
            return true;
          });
    }
    console.say(count[0] + " replayed, " + count[1] + " not");
    return count[1] == 0 ? 0 : 1;
  }

  private boolean publish(Republishing republishing, DeadLetter letter, boolean json) {
    try {
      CompletionStage<LogPosition> published = republishing.publish(letter);
      LogPosition at = published.toCompletableFuture().join();
      console.out(
          json
              ? new JsonWriter()
                  .add("position", letter.at().toString())
                  .add("replayed", at.toString())
                  .done()
                  .toString()
              : letter.at() + " is replayed at " + at);
      return true;
    } catch (IllegalStateException | CompletionException | KafkaException e) {
      Throwable cause = e instanceof CompletionException && e.getCause() != null ? e.getCause() : e;
      console.say(letter.at() + " is not replayed: " + cause.getMessage());
      return false;
    }
  }

  private DeadLetter only(Place place, LogPosition position) {
    List<DeadLetter> found = new ArrayList<>();
    read(place, DeadLetterFilter.at(Set.of(position)), found::add);
    if (found.isEmpty()) {
      throw new CommandException(
          "there is no dead letter of " + position + "; `sessionfold dead-letters list` shows all");
    }
    return found.get(found.size() - 1);
  }

  private static void read(Place place, DeadLetterFilter filter, Predicate<DeadLetter> more) {
    int journal = PipelineTopics.journals(place).active();
    try (DeadLetterLog log = new DeadLetterLog(place.kafka(), journal)) {
      log.read(filter, more);
    } catch (IllegalStateException e) {
      throw new CommandException("Kafka at " + place.bootstrapServers() + ": " + e.getMessage(), e);
    } catch (KafkaException e) {
      throw new CommandException(
          "Kafka at "
              + place.bootstrapServers()
              + " does not answer for the dead letters ("
              + e.getMessage()
              + "): check that the brokers run, can be reached and let this user in",
          e);
    }
  }
}
