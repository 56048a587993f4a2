package dev.slipway.runner.command;

import dev.slipway.kernel.Json;
import dev.slipway.kernel.Problem;
import dev.slipway.runner.file.JobReach;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Reads the file that {@code ::add-matcher::} names, by the rules of IssueMatcher.cs of GitHub's runner. */
final class MatcherFile {

    private static final long LARGEST = 1 << 20;

    private MatcherFile() {}

    /** @throws Problem of kind INVALID, code {@code bad-problem-matcher} */
    static List<ProblemMatcher> read(Path file, JobReach reach) {
        try {
            String text = reach.text(file, LARGEST)
                    .orElseThrow(() -> bad("there is no matcher file '" + file + "', or it is too large"));
            List<ProblemMatcher> matchers = new ArrayList<>();
            for (JsonNode matcher :
                    Json.mapper().readTree(text.replaceFirst("^\uFEFF", "")).path("problemMatcher")) {
                matchers.add(matcher(matcher));
            }
            return matchers;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw bad("the matcher file '" + file + "' was not read to its end");
        } catch (IOException | JacksonException e) {
            throw Problem.of(
                    Problem.Kind.INVALID,
                    "bad-problem-matcher",
                    "'" + file + "' cannot be read: " + e.getMessage(),
                    "mend the matcher's file",
                    e);
        }
    }

    private static ProblemMatcher matcher(JsonNode matcher) {
        String owner = matcher.path("owner").asString("");
        List<LinePattern> patterns = new ArrayList<>();
        matcher.path("pattern").forEach(pattern -> patterns.add(pattern(pattern)));
        if (owner.isBlank() || patterns.isEmpty()) {
            throw bad("a matcher needs an owner and at least one pattern");
        }
        boolean early = patterns.subList(0, patterns.size() - 1).stream().anyMatch(LinePattern::loop);
        if (early || (patterns.size() == 1 && patterns.getFirst().loop())) {
            throw bad("only the last of several patterns may have 'loop'");
        }
        return new ProblemMatcher(owner, matcher.path("severity").asString(""), patterns);
    }

    private static LinePattern pattern(JsonNode pattern) {
        String regexp = pattern.path("regexp").asString("");
        if (regexp.isEmpty()) {
            throw bad("a pattern needs a regexp");
        }
        return new LinePattern(
                regexp,
                pattern.path("loop").asBoolean(false),
                new LinePattern.Groups(
                        group(pattern, "file"),
                        group(pattern, "fromPath"),
                        group(pattern, "line"),
                        group(pattern, "column"),
                        group(pattern, "severity"),
                        group(pattern, "code"),
                        group(pattern, "message")));
    }

    private static int group(JsonNode pattern, String name) {
        int group = pattern.path(name).asInt(0);
        if (group < 0) {
            throw bad("the group of '" + name + "' is negative");
        }
        return group;
    }

    private static Problem bad(String message) {
        return Problem.of(Problem.Kind.INVALID, "bad-problem-matcher", message, "mend the matcher's file");
    }
}
