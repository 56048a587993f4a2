package dev.slipway.actions.workflow;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a step uses. */
public sealed interface ActionReference {

    /** What it is known by, without a version. */
    String name();

    /** Absent where the text has none of the three forms. */
    static Optional<ActionReference> parse(String text) {
        if (text.startsWith(Image.PREFIX)) {
            return Optional.of(new Image(text.substring(Image.PREFIX.length())));
        } else if (text.startsWith("./") || text.startsWith(".\\") || text.startsWith(Local.SELF) || text.equals(".")) {
            return Optional.of(new Local(text));
        }
        return Repository.parse(text).map(ActionReference.class::cast);
    }

    /**
     * An action of a repository: {@code owner/repository/path@ref}.
     *
     * @param path inside the repository, empty for its root
     * @param ref tag, branch or commit
     */
    record Repository(String owner, String repository, String path, String ref) implements ActionReference {

        /** After the runner: exactly one {@code @}, at least two segments before it. */
        static Optional<Repository> parse(String text) {
            String[] halves = text.split("@", -1);
            List<String> segments = Arrays.stream(halves[0].split("[/\\\\]"))
                    .filter(segment -> !segment.isEmpty())
                    .toList();
            if (halves.length != 2 || halves[1].isEmpty() || segments.size() < 2) {
                return Optional.empty();
            }
            String path = String.join("/", segments.subList(2, segments.size()));
            return Optional.of(new Repository(segments.get(0), segments.get(1), path, halves[1]));
        }

        /** Lower case, for example {@code actions/cache/restore}. */
        @Override
        public String name() {
            String root = owner + "/" + repository;
            return (path.isEmpty() ? root : root + "/" + path).toLowerCase(Locale.ROOT);
        }

        @Override
        public String toString() {
            return owner + "/" + repository + (path.isEmpty() ? "" : "/" + path) + "@" + ref;
        }
    }

    /**
     * An action of the repository that runs.
     *
     * @param path as written: {@code ./.github/actions/build} from the workspace's root, or {@code $/.github/actions/build}
     *     from the root of the commit that runs
     */
    record Local(String path) implements ActionReference {
        static final String SELF = "$/";

        /** Its folder from the root, such as {@code ./.github/actions/build}. */
        public String folder() {
            return path.startsWith(SELF) ? "./" + path.substring(SELF.length()) : path;
        }

        /**
         * What is meant where an action says it: {@code $/} is the root of the repository that the action came from.
         *
         * @param origin of the action; absent for one of the repository that runs
         */
        public ActionReference saidIn(Optional<Repository> origin) {
            return origin.filter(_ -> path.startsWith(SELF))
                    .map(from -> (ActionReference)
                            new Repository(from.owner(), from.repository(), path.substring(SELF.length()), from.ref()))
                    .orElse(this);
        }

        @Override
        public String name() {
            return path;
        }

        @Override
        public String toString() {
            return path;
        }
    }

    /** A container image. */
    record Image(String image) implements ActionReference {
        private static final String PREFIX = "docker://";

        @Override
        public String name() {
            return image;
        }

        @Override
        public String toString() {
            return PREFIX + image;
        }
    }
}
