package dev.slipway.runner.command;

import dev.slipway.runner.file.JobReach;
import dev.slipway.runner.log.Annotation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * The problem matchers of one job: a step adds them, all steps after it are read by them. The first that knows a line has
 * it; the others then forget what they had begun. Safe for use by several threads.
 */
public final class ProblemMatchers {

    private static final Pattern COLOURS = Pattern.compile("\u001b\\[[0-9;]*m?");

    /** As in GitHub's runner: a matcher that was too slow this often is taken out. */
    private static final int MOST_SLOW = 3;

    private final Path workspace;
    private final JobReach reach;
    private final UnaryOperator<Path> here;
    private final List<ProblemMatcher> matchers = new CopyOnWriteArrayList<>();
    private final Map<String, Integer> slow = new HashMap<>();

    /**
     * @param workspace that the files of problems lie in
     * @param reach to the files of matchers
     * @param here an absolute path of the job, on this host
     */
    public ProblemMatchers(Path workspace, JobReach reach, UnaryOperator<Path> here) {
        this.workspace = workspace;
        this.reach = reach;
        this.here = here;
    }

    /**
     * Adds the matchers of a file, in the place of those of the same owner.
     *
     * @param file from the workspace's root
     * @return their owners
     * @throws dev.slipway.kernel.Problem of kind INVALID, code {@code bad-problem-matcher}
     */
    synchronized List<String> add(String file) {
        List<ProblemMatcher> added = MatcherFile.read(resolved(workspace, file), reach);
        List<String> owners = added.stream().map(ProblemMatcher::owner).toList();
        owners.forEach(this::remove);
        matchers.addAll(0, added);
        return owners;
    }

    synchronized void remove(String owner) {
        matchers.removeIf(matcher -> matcher.owner().equalsIgnoreCase(owner));
    }

    /** The owners of a file's matchers, which may or may not be at work. */
    List<String> owners(String file) {
        return MatcherFile.read(resolved(workspace, file), reach).stream()
                .map(ProblemMatcher::owner)
                .toList();
    }

    /** Whether no line can be a problem. */
    boolean isEmpty() {
        return matchers.isEmpty();
    }

    /** The problem that the line completes. */
    synchronized Optional<Annotation> match(String line, int step) {
        if (matchers.isEmpty()) {
            return Optional.empty();
        }
        String plain = COLOURS.matcher(line).replaceAll("");
        for (ProblemMatcher matcher : List.copyOf(matchers)) {
            Optional<ProblemMatcher.Found> found = match(matcher, plain);
            if (found.isPresent()) {
                matchers.stream().filter(other -> other != matcher).forEach(ProblemMatcher::reset);
                return found.flatMap(problem -> annotation(problem, step));
            }
        }
        return Optional.empty();
    }

    private Optional<ProblemMatcher.Found> match(ProblemMatcher matcher, String line) {
        try {
            return matcher.match(line);
        } catch (LinePattern.TooSlow tooSlow) {
            if (slow.merge(matcher.owner(), 1, Integer::sum) >= MOST_SLOW) {
                matchers.remove(matcher);
            }
            return Optional.empty();
        }
    }

    private Optional<Annotation> annotation(ProblemMatcher.Found found, int step) {
        if (found.message().isBlank()) {
            return Optional.empty();
        }
        Optional<Integer> line = found.number(found.line());
        Optional<Integer> column = found.number(found.column());
        return found.level()
                .map(level -> new Annotation(
                        level,
                        found.message(),
                        Optional.of(found.code()).filter(code -> !code.isEmpty()),
                        file(found),
                        line,
                        line,
                        column,
                        column,
                        step));
    }

    /** From the workspace's root; absent for a file that is not there, which would lead readers astray. */
    private Optional<String> file(ProblemMatcher.Found found) {
        if (found.file().isEmpty()) {
            return Optional.empty();
        }
        Path base = workspace;
        if (!found.fromPath().isEmpty()) {
            Path from = resolved(workspace, found.fromPath()).getParent();
            base = from == null ? workspace : from;
        }
        Path file = resolved(base, found.file()).normalize();
        return Optional.of(file)
                .filter(path -> path.startsWith(workspace) && isFile(path))
                .map(path -> workspace.relativize(path).toString());
    }

    private Path resolved(Path base, String file) {
        return base.resolve(here.apply(Path.of(file)));
    }

    /** The file of an annotation as it shows it: from the workspace's root, where it lies in there. */
    String shown(String file) {
        if (!file.startsWith("/") || file.indexOf('\0') >= 0) {
            return file;
        }
        Path path = resolved(workspace, file).normalize();
        return path.startsWith(workspace) ? workspace.relativize(path).toString() : file;
    }

    /** What lies outside is not told from what does not exist. */
    private boolean isFile(Path path) {
        try {
            Path real = path.toRealPath();
            return real.startsWith(workspace.toRealPath()) && Files.isRegularFile(real, LinkOption.NOFOLLOW_LINKS);
        } catch (IOException absent) {
            return false;
        }
    }
}
