package io.sessionfold.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** docker-compose.yml as a test reads it, merges and references resolved. */
record Compose(
    Map<String, Service> services, Map<String, Object> volumes, Map<String, Object> configs) {
  /** One service, as far as the tests ask. */
  record Service(String name, Map<String, Object> keys) {
    String image() {
      return Objects.requireNonNull((String) keys.get("image"), name);
    }

    boolean isOurs() {
      return image().startsWith("sessionfold:");
    }

    List<String> command() {
      return texts(keys.getOrDefault("command", List.of()));
    }

    Map<String, Object> environment() {
      return map(keys.getOrDefault("environment", Map.of()));
    }

    Map<String, Object> dependsOn() {
      return map(keys.getOrDefault("depends_on", Map.of()));
    }

    @Nullable String restart() {
      return (String) keys.get("restart");
    }

    /** Name and target of each volume. */
    Map<String, String> volumes() {
      Map<String, String> volumes = new LinkedHashMap<>();
      mounts()
          .filter(each -> !each[0].startsWith("."))
          .forEach(each -> volumes.put(each[0], each[1]));
      return volumes;
    }

    /** Source and target of each directory of the checkout that it may read and not write. */
    Map<String, String> readOnlyDirectories() {
      Map<String, String> directories = new LinkedHashMap<>();
      mounts()
          .filter(each -> each[0].startsWith(".") && each.length == 3 && each[2].equals("ro"))
          .forEach(each -> directories.put(each[0], each[1]));
      return directories;
    }

    private Stream<String[]> mounts() {
      return texts(keys.getOrDefault("volumes", List.of())).stream()
          .map(mount -> mount.split(":", -1));
    }

    /** What is published, as {@code address:port:port of the container}. */
    List<String> ports() {
      return texts(keys.getOrDefault("ports", List.of()));
    }

    /** What its health check runs; empty if it has none. */
    List<String> healthCheck() {
      return texts(map(keys.getOrDefault("healthcheck", Map.of())).getOrDefault("test", List.of()));
    }

    boolean healthCheckDisabled() {
      return Boolean.TRUE.equals(map(keys.getOrDefault("healthcheck", Map.of())).get("disable"));
    }
  }

  /** The file at the top of the checkout. */
  static Compose read() throws IOException {
    String text = Files.readString(checkout().resolve("docker-compose.yml"));
    Map<String, Object> file =
        map(new Yaml(new SafeConstructor(new LoaderOptions())).<Object>load(text));
    Map<String, Service> services = new LinkedHashMap<>();
    map(file.get("services"))
        .forEach((name, keys) -> services.put(name, new Service(name, map(keys))));
    return new Compose(services, map(file.get("volumes")), map(file.get("configs")));
  }

  /** The top of the checkout. */
  static Path checkout() {
    return Stream.<@Nullable Path>iterate(
            Path.of("").toAbsolutePath(), Objects::nonNull, Path::getParent)
        .filter(directory -> Files.exists(directory.resolve("docker-compose.yml")))
        .findFirst()
        .orElseThrow(() -> new AssertionError("there is no docker-compose.yml above this module"));
  }

  Service service(String name) {
    return Objects.requireNonNull(services.get(name), name);
  }

  Stream<Service> ours() {
    return services.values().stream().filter(Service::isOurs);
  }

  /** Services that another one waits for to end. */
  boolean isOneShot(Service service) {
    return services.values().stream()
        .map(other -> other.dependsOn().get(service.name()))
        .filter(Objects::nonNull)
        .anyMatch(how -> "service_completed_successfully".equals(map(how).get("condition")));
  }

  private static List<String> texts(Object list) {
    return ((List<?>) list).stream().map(Object::toString).toList();
  }

  static Map<String, Object> map(@Nullable Object value) {
    Map<String, Object> map = new LinkedHashMap<>();
    ((Map<?, ?>) Objects.requireNonNull(value))
        .forEach((key, each) -> map.put(key.toString(), each == null ? Map.of() : each));
    return map;
  }
}
