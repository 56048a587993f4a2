package dev.slipway.actions.workflow;

import dev.slipway.actions.expression.Value;
import dev.slipway.kernel.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A container that a job runs in, or beside one.
 *
 * @param image without {@code docker://}
 * @param ports such as {@code 8080:80}
 * @param volumes such as {@code name:/path}
 * @param options further arguments of the container engine, as one text
 */
public record Container(
        String image,
        Map<String, String> env,
        List<String> ports,
        List<String> volumes,
        String options,
        Optional<Credentials> credentials,
        Optional<String> entrypoint,
        Optional<String> command) {

    private static final String PREFIX = "docker://";

    public Container {
        env = Map.copyOf(env);
        ports = List.copyOf(ports);
        volumes = List.copyOf(volumes);
    }

    /** For a registry that asks who pulls. */
    public record Credentials(String username, String password) {

        @Override
        public String toString() {
            return username;
        }
    }

    /**
     * Reads an evaluated {@code container}.
     *
     * @return absent where it names no image: the job then runs on the host
     * @throws Problem with code {@code bad-container}
     */
    public static Optional<Container> of(Value value) {
        return switch (value) {
            case Value.Null _ -> Optional.empty();
            case Value.Text text -> image(text.value()).map(image -> bare(image));
            case Value.Mapping mapping ->
                image(text(mapping, "image").orElse("")).map(image -> full(image, mapping));
            case Value.Bool _, Value.Num _, Value.Array _ ->
                throw Problem.of(
                        Problem.Kind.INVALID,
                        "bad-container",
                        "a container is an image's name or a mapping, not " + value.kind(),
                        "look at what its expression gives");
        };
    }

    /**
     * Reads evaluated {@code services}: those without an image do not start.
     *
     * @return by host name, in the order they were written
     */
    public static Map<String, Container> services(Value value) {
        Map<String, Container> services = new LinkedHashMap<>();
        if (value instanceof Value.Mapping mapping) {
            mapping.entries().forEach((name, entry) -> of(entry).ifPresent(container -> services.put(name, container)));
        }
        return services;
    }

    private static Optional<String> image(String text) {
        String image = text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : text;
        return image.isEmpty() ? Optional.empty() : Optional.of(image);
    }

    private static Container bare(String image) {
        return new Container(
                image, Map.of(), List.of(), List.of(), "", Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static Container full(String image, Value.Mapping mapping) {
        Map<String, String> env = new LinkedHashMap<>();
        if (mapping.get("env").orElse(Value.Null.NULL) instanceof Value.Mapping names) {
            names.entries().forEach((name, text) -> env.put(name, text.text()));
        }
        return new Container(
                image,
                env,
                texts(mapping, "ports"),
                texts(mapping, "volumes"),
                text(mapping, "options").orElse(""),
                credentials(mapping),
                text(mapping, "entrypoint"),
                text(mapping, "command"));
    }

    private static Optional<Credentials> credentials(Value.Mapping mapping) {
        return mapping.get("credentials")
                .filter(Value.Mapping.class::isInstance)
                .map(Value.Mapping.class::cast)
                .map(given -> new Credentials(
                        text(given, "username").orElse(""),
                        text(given, "password").orElse("")));
    }

    private static Optional<String> text(Value.Mapping mapping, String key) {
        return mapping.get(key).map(Value::text).filter(text -> !text.isEmpty());
    }

    private static List<String> texts(Value.Mapping mapping, String key) {
        List<String> texts = new ArrayList<>();
        if (mapping.get(key).orElse(Value.Null.NULL) instanceof Value.Array array) {
            array.items().forEach(item -> texts.add(item.text()));
        }
        return texts;
    }
}
