package dev.slipway.store.account;

import dev.slipway.kernel.Problem;
import dev.slipway.kernel.Suggestion;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What a token may be used for; it never allows more than the role of its account. */
public enum Scope {
    READ(Role.VIEWER),
    REVIEW(Role.REVIEWER),
    WRITE(Role.MAINTAINER),
    PUSH(Role.MAINTAINER),
    ADMIN(Role.ADMIN);

    private final Role role;

    Scope(Role role) {
        this.role = role;
    }

    /** The lowest role that may do this. */
    public Role role() {
        return role;
    }

    /** The word of the API, such as {@code read}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * @throws Problem of kind INVALID, code {@code bad-scope}, when a word is no scope
     */
    public static Set<Scope> parse(Collection<String> words) {
        return words.stream().map(Scope::parse).collect(Collectors.toUnmodifiableSet());
    }

    private static Scope parse(String word) {
        List<String> words = Arrays.stream(values()).map(Scope::word).toList();
        return Arrays.stream(values())
                .filter(scope -> scope.word().equals(word))
                .findFirst()
                .orElseThrow(() -> Problem.of(
                        Problem.Kind.INVALID, "bad-scope", "'" + word + "' is no scope", Suggestion.hint(word, words)));
    }
}
