package dev.slipway.server.local;

import dev.slipway.kernel.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Files of {@code NAME=VALUE} lines, with comments behind {@code #} and values in quotes where they need them. */
final class DotEnv {

    private DotEnv() {}

    /** @throws Problem of kind INVALID, code {@code bad-variables}, with the line */
    static Map<String, String> read(Optional<Path> file) throws IOException {
        Map<String, String> variables = new LinkedHashMap<>();
        if (file.isEmpty()) {
            return variables;
        }
        int number = 0;
        for (String line : Files.readAllLines(file.get())) {
            number++;
            String text = line.strip().replaceFirst("^export\\s+", "");
            int equals = text.indexOf('=');
            if (text.isEmpty() || text.startsWith("#")) {
                continue;
            }
            if (equals <= 0) {
                throw Problem.of(
                        Problem.Kind.INVALID,
                        "bad-variables",
                        file.get() + ":" + number + ":1: there is no NAME=VALUE",
                        "write one on each line");
            }
            variables.put(
                    text.substring(0, equals).strip(),
                    unquoted(text.substring(equals + 1).strip()));
        }
        return variables;
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() >= 2
                && List.of("\"", "'").stream().anyMatch(quote -> value.startsWith(quote) && value.endsWith(quote));
        if (!quoted) {
            return value;
        }
        String inner = value.substring(1, value.length() - 1);
        return value.startsWith("\"") ? inner.replace("\\n", "\n").replace("\\\"", "\"") : inner;
    }
}
