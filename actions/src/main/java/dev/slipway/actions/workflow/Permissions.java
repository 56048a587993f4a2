package dev.slipway.actions.workflow;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What the token of a run may do.
 *
 * @param base for the scopes that are not named
 * @param scopes by name, such as {@code contents}
 */
public record Permissions(Base base, Map<String, Access> scopes) {

    /** Nothing was written. */
    public static final Permissions DEFAULT = new Permissions(Base.DEFAULT, Map.of());

    /** What a project grants that keeps its default small. */
    public static final Permissions LIMITED_READ =
            new Permissions(Base.NONE, Map.of("contents", Access.READ, "packages", Access.READ));

    /** The scopes that {@code read-all} and {@code write-all} have always meant, in GitHub's order. */
    public static final List<String> COMMON_SCOPES = List.of(
            "actions",
            "checks",
            "contents",
            "deployments",
            "discussions",
            "issues",
            "packages",
            "pages",
            "pull-requests",
            "repository-projects",
            "statuses",
            "security-events",
            "id-token");

    public Permissions {
        scopes = Collections.unmodifiableMap(new LinkedHashMap<>(scopes));
    }

    /** True when something was written. */
    public boolean isExplicit() {
        return base != Base.DEFAULT;
    }

    /** What one scope gets. */
    public Access access(String scope) {
        Access general = switch (base) {
            case NONE -> Access.NONE;
            case READ_ALL -> Access.READ;
            case WRITE_ALL, DEFAULT -> Access.WRITE;
        };
        return scopes.getOrDefault(scope, general);
    }

    /** The scopes of which this wants more than the other gives, in GitHub's order. */
    public List<String> beyond(Permissions most) {
        return Stream.concat(COMMON_SCOPES.stream(), scopes.keySet().stream().sorted())
                .distinct()
                .filter(scope -> access(scope).compareTo(most.access(scope)) > 0)
                .toList();
    }

    /** What unnamed scopes get. */
    public enum Base {
        /** What the project grants by default. */
        DEFAULT,
        /** No access. */
        NONE,
        /** {@code read-all}. */
        READ_ALL,
        /** {@code write-all}. */
        WRITE_ALL
    }

    /** What one scope gets. */
    public enum Access {
        /** Nothing. */
        NONE,
        /** Look. */
        READ,
        /** Look and change. */
        WRITE;

        /** As it is written, for example {@code read}. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
