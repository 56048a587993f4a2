package dev.slipway.actions.lint;

import dev.slipway.actions.workflow.CallJob;
import dev.slipway.actions.workflow.Job;
import java.util.regex.Pattern;

/** References to other workflows that have none of the two forms. */
final class CallFormRule implements Rule {

    private static final Pattern LOCAL = Pattern.compile("[.$]/[^@]+");
    private static final Pattern REMOTE = Pattern.compile("[^/@.][^/@]*/[^/@]+/[^@]+@.+");

    @Override
    public void check(Subject subject, Report report) {
        for (Job job : subject.workflow().jobs()) {
            if (job instanceof CallJob call
                    && call.uses().isConstant()
                    && !subject.source().isExpression(call.uses().position())) {
                String text = call.uses().source();
                if (!LOCAL.matcher(text).matches() && !REMOTE.matcher(text).matches() && !text.isEmpty()) {
                    report.warn(
                            "bad-call",
                            call.uses().position(),
                            "'" + text + "' names no workflow",
                            "write ./.github/workflows/file.yml, or owner/repository/path/file.yml@ref");
                }
            }
        }
    }
}
