package dev.slipway.actions.lint;

import dev.slipway.actions.workflow.ActionReference;
import dev.slipway.actions.workflow.Step;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Actions that hosts no longer run, because they were made for a Node.js that is gone. */
final class ActionVersionRule implements Rule {

    private static final Pattern MAJOR = Pattern.compile("v(\\d{1,4})(\\..*)?");

    /** The first major version of each that runs on Node.js 20. */
    private static final Map<String, Integer> FIRST = Map.ofEntries(
            Map.entry("actions/checkout", 4),
            Map.entry("actions/cache", 4),
            Map.entry("actions/stale", 9),
            Map.entry("actions/setup-node", 4),
            Map.entry("actions/setup-java", 4),
            Map.entry("actions/setup-python", 5),
            Map.entry("actions/setup-go", 5),
            Map.entry("actions/setup-dotnet", 4),
            Map.entry("actions/github-script", 7),
            Map.entry("actions/labeler", 5),
            Map.entry("actions/upload-artifact", 4),
            Map.entry("actions/download-artifact", 4));

    /** The last version of Node.js that hosts have dropped. */
    private static final int LAST_GONE = 16;

    @Override
    public void check(Subject subject, Report report) {
        subject.steps().forEach(step -> {
            if (step.work() instanceof Step.Work.Uses uses) {
                check(uses, subject.known(), report);
            }
        });
    }

    private static void check(Step.Work.Uses uses, KnownActions known, Report report) {
        OptionalInt first =
                uses.action() instanceof ActionReference.Repository action ? firstBeyond(action) : OptionalInt.empty();
        boolean gone = known.find(uses.action()).stream()
                .flatMapToInt(face -> face.node().stream())
                .anyMatch(node -> node > 0 && node <= LAST_GONE);
        if (first.isPresent() || gone) {
            report.warn(
                    "outdated-action",
                    uses.position(),
                    "'" + uses.action() + "' was made for a Node.js that hosts no longer have",
                    first.isPresent()
                            ? "use at least v" + first.getAsInt()
                            : "use a version of it for node20 or node24");
        }
    }

    /** The version to use instead, where the one that is named is too old. */
    private static OptionalInt firstBeyond(ActionReference.Repository action) {
        Matcher matcher = MAJOR.matcher(action.ref());
        int first = FIRST.getOrDefault(action.name(), 0);
        return matcher.matches() && Integer.parseInt(matcher.group(1)) < first
                ? OptionalInt.of(first)
                : OptionalInt.empty();
    }
}
