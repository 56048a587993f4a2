package dev.slipway.containers;

import java.util.Optional;

/**
 * One option with its value.
 *
 * @param name as it was written
 */
record Option(String name, Flag flag, String value) {

    /** As it stands in one word: {@code --name}, {@code --name=value}, {@code -n}, {@code -nvalue}. */
    record Written(String name, Optional<String> value) {}

    static Written split(String word) {
        int equals = word.indexOf('=');
        if (word.startsWith("--") || equals == 2) {
            return equals < 0
                    ? new Written(word, Optional.empty())
                    : new Written(word.substring(0, equals), Optional.of(word.substring(equals + 1)));
        }
        return word.length() == 2
                ? new Written(word, Optional.empty())
                : new Written(word.substring(0, 2), Optional.of(word.substring(2)));
    }
}
