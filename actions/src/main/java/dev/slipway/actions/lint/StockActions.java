package dev.slipway.actions.lint;

import dev.slipway.actions.workflow.ActionReference;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.stream.Collectors;

/** The common actions of {@code github.com/actions}, whichever version is named: what no version declares is not there. */
public final class StockActions implements KnownActions {

    /** All of them. */
    public static final StockActions ALL = new StockActions();

    private static final String FILE = "stock-actions.properties";
    private static final String INPUTS = ".inputs";
    private static final String DEMANDED = "!";

    private final Map<String, ActionFace> faces = load();

    private StockActions() {}

    @Override
    public Optional<ActionFace> find(ActionReference action) {
        return action instanceof ActionReference.Repository
                ? Optional.ofNullable(faces.get(action.name()))
                : Optional.empty();
    }

    private static Map<String, ActionFace> load() {
        Properties declared = new Properties();
        try (Reader file = new InputStreamReader(
                Objects.requireNonNull(StockActions.class.getResourceAsStream(FILE), FILE), StandardCharsets.UTF_8)) {
            declared.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return declared.stringPropertyNames().stream()
                .filter(key -> key.endsWith(INPUTS))
                .map(key -> key.substring(0, key.length() - INPUTS.length()))
                .collect(Collectors.toUnmodifiableMap(
                        name -> name,
                        name -> face(
                                words(declared.getProperty(name + INPUTS)),
                                Optional.ofNullable(declared.getProperty(name + ".outputs"))
                                        .map(StockActions::words))));
    }

    private static ActionFace face(List<String> inputs, Optional<List<String>> outputs) {
        return new ActionFace(
                inputs.stream().map(input -> input.replace(DEMANDED, "")).toList(),
                inputs.stream()
                        .filter(input -> input.endsWith(DEMANDED))
                        .map(input -> input.replace(DEMANDED, ""))
                        .toList(),
                outputs,
                OptionalInt.empty());
    }

    private static List<String> words(String list) {
        return Arrays.stream(list.split(" ")).filter(word -> !word.isEmpty()).toList();
    }
}
