package dev.slipway.server.lint;

import dev.slipway.kernel.Problem;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What {@code slipway lint} was asked for.
 *
 * @param folder of the repository, relative to the current one
 * @param lock whether to write the lock of the actions
 */
record LintOptions(String folder, Format format, boolean lock) {

    /** How findings are told. */
    enum Format {
        /** For people: the place, the sentence, the line with a caret below it. */
        TEXT,
        /** The findings as they are. */
        JSON,
        /** SARIF 2.1.0, for code scanning. */
        SARIF,
        /** Commands that GitHub makes annotations of. */
        GITHUB;

        static Format named(String word) {
            return Arrays.stream(values())
                    .filter(format -> format.word().equals(word))
                    .findFirst()
                    .orElseThrow(() -> usage("there is no format '" + word + "'; there are "
                            + Arrays.stream(values()).map(Format::word).collect(Collectors.joining(", "))));
        }

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @throws Problem with the code {@code usage} where the arguments cannot be understood */
    static LintOptions of(List<String> arguments) {
        LintOptions options = new LintOptions("", Format.TEXT, false);
        Iterator<String> rest = arguments.iterator();
        while (rest.hasNext()) {
            options = options.with(rest.next(), rest);
        }
        return options;
    }

    private LintOptions with(String argument, Iterator<String> rest) {
        return switch (argument) {
            case "--json" -> new LintOptions(folder, Format.JSON, lock);
            case "--lock" -> new LintOptions(folder, format, true);
            case "--format" -> {
                if (!rest.hasNext()) {
                    throw usage("--format wants a word behind it");
                }
                yield new LintOptions(folder, Format.named(rest.next()), lock);
            }
            default -> other(argument);
        };
    }

    private LintOptions other(String argument) {
        if (argument.startsWith("--format=")) {
            return new LintOptions(folder, Format.named(argument.substring("--format=".length())), lock);
        } else if (argument.startsWith("-")) {
            throw usage("unknown option '" + argument + "'");
        } else if (!folder.isEmpty()) {
            throw usage("one folder at a time");
        }
        return new LintOptions(argument, format, lock);
    }

    private static Problem usage(String message) {
        return Problem.of(Problem.Kind.INVALID, "usage", message, "see 'slipway lint --help'");
    }
}
