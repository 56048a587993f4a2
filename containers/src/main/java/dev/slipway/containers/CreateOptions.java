package dev.slipway.containers;

import dev.slipway.kernel.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Options in the words of {@code docker create}, as workflows write them. They are read here and never given to a shell
 * or to the command; what is not known is refused by its name.
 */
public final class CreateOptions {

    /** Nothing. */
    public static final CreateOptions NONE = new CreateOptions(List.of());

    private final List<Option> options;

    private CreateOptions(List<Option> options) {
        this.options = options;
    }

    /**
     * @param text options divided by blanks; quotes and backslashes as in a shell
     * @throws Problem of kind INVALID, code {@code bad-container-option}
     */
    public static CreateOptions parse(String text) {
        List<Option> options = new ArrayList<>();
        List<String> words = words(text);
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (!word.startsWith("-") || word.equals("-") || word.equals("--")) {
                throw bad("'" + word + "' is no option of a container", "options begin with '-'");
            }
            Option.Written written = Option.split(word);
            Flag flag = Flag.named(written.name()).orElseThrow(() -> unknown(written.name()));
            Optional<String> value = written.value();
            if (value.isEmpty() && flag.takesValue()) {
                if (++i == words.size()) {
                    throw bad("the option '" + written.name() + "' has no value", "write " + written.name() + "=…");
                }
                value = Optional.of(words.get(i));
            }
            options.add(new Option(written.name(), flag, value.orElse("true")));
        }
        return new CreateOptions(List.copyOf(options));
    }

    private static Problem unknown(String name) {
        return bad("the container option '" + name + "' is not supported", Flag.advice(name));
    }

    private static Problem bad(String message, String hint) {
        return Problem.of(Problem.Kind.INVALID, "bad-container-option", message, hint);
    }

    void apply(CreateDraft draft) {
        for (Option option : options) {
            try {
                option.flag().apply(draft, option.value());
            } catch (IllegalArgumentException e) {
                throw bad(
                        "the container option '" + option.name() + "' has a bad value '" + option.value() + "'",
                        String.valueOf(e.getMessage()));
            }
        }
    }

    /** Splits as a shell does, with quotes and backslashes and nothing else. */
    static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean open = false;
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && quote != '\'' && i + 1 < text.length()) {
                word.append(text.charAt(++i));
                open = true;
            } else if (quote != 0 ? c == quote : c == '"' || c == '\'') {
                quote = quote == 0 ? c : 0;
                open = true;
            } else if (quote == 0 && Character.isWhitespace(c)) {
                if (open) {
                    words.add(word.toString());
                }
                word.setLength(0);
                open = false;
            } else {
                word.append(c);
                open = true;
            }
        }
        if (quote != 0) {
            throw bad("a quote of the container's options is not closed", "close it");
        }
        if (open) {
            words.add(word.toString());
        }
        return words;
    }

    /**
     * Splits the arguments of an entry point, as the options are split.
     *
     * @throws Problem of kind INVALID, code {@code bad-container-option}, for an open quote
     */
    public static List<String> arguments(String text) {
        return words(text);
    }
}
