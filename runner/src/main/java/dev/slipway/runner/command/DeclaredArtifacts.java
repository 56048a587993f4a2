package dev.slipway.runner.command;

import dev.slipway.kernel.Json;
import dev.slipway.kernel.Problem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the steps of one job have said to have made, each by a name of its own: steps write it into {@code GITHUB_ARTIFACTS} and
 * read what those before them wrote in {@code GITHUB_ARTIFACTS_LIST}, as actions that attest do. Safe for use by several threads.
 */
public final class DeclaredArtifacts {

    /** The most of one job, as in GitHub's runner. */
    private static final int MOST = 500;

    private final Map<String, ArtifactSubject> subjects = new TreeMap<>();

    synchronized boolean isEmpty() {
        return subjects.isEmpty();
    }

    /** The text of {@code GITHUB_ARTIFACTS_LIST}: sorted by name, and never without its frame. */
    synchronized String list() {
        List<Shown> shown = subjects.values().stream().map(Shown::of).toList();
        return "{\"version\":1,\"subjects\":" + Json.write(shown) + "}";
    }

    /** As {@code GITHUB_ARTIFACTS_LIST} has it, key by key. */
    private record Shown(String name, String digest, String kind) {
        static Shown of(ArtifactSubject subject) {
            return new Shown(
                    subject.name(), subject.digest(), subject.kind().name().toLowerCase(Locale.ROOT));
        }
    }

    /**
     * Takes what one step declares. A line that is wrong keeps all lines of the step away.
     *
     * @return what to tell in the log; empty where nothing is new
     * @throws Problem of kind INVALID, with the number of the line
     */
    public String declare(List<String> lines, ArtifactFiles files) throws IOException, InterruptedException {
        List<Numbered> read = new ArrayList<>();
        for (int index = 0; index < lines.size(); index++) {
            String line = lines.get(index).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                read.add(new Numbered(index + 1, subject(index + 1, line, files)));
            }
        }
        int added = add(read);
        return added == 0
                ? ""
                : "Captured " + added + " artifact subject(s) from this step (job total: " + subjects.size() + ").";
    }

    private record Numbered(int line, ArtifactSubject subject) {}

    private static ArtifactSubject subject(int number, String line, ArtifactFiles files)
            throws IOException, InterruptedException {
        try {
            return ArtifactSubject.of(line, files::find);
        } catch (Problem problem) {
            throw at(number, problem.message());
        }
    }

    private synchronized int add(List<Numbered> read) {
        int before = subjects.size();
        for (Numbered each : read) {
            ArtifactSubject subject = each.subject();
            ArtifactSubject known = subjects.get(subject.name());
            if (known != null && !known.digest().equals(subject.digest())) {
                throw at(
                        each.line(),
                        "Conflicting digest for artifact '" + subject.name() + "': previously declared as '"
                                + known.digest() + "', now declared as '" + subject.digest() + "'.");
            } else if (known == null && subjects.size() >= MOST) {
                throw at(each.line(), "The job has exceeded the maximum of " + MOST + " declared artifacts.");
            }
            subjects.putIfAbsent(subject.name(), subject);
        }
        return subjects.size() - before;
    }

    private static Problem at(int line, String message) {
        return ArtifactSubject.bad("Invalid $GITHUB_ARTIFACTS entry on line " + line + ": " + message);
    }
}
