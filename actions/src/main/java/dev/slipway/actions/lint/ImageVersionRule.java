package dev.slipway.actions.lint;

import dev.slipway.actions.expression.Tree;
import dev.slipway.actions.workflow.Block;
import dev.slipway.actions.workflow.FilterPattern;

/** Filters of the event {@code image_version} that are no lists, or no patterns. */
final class ImageVersionRule implements Rule {

    @Override
    public void check(Subject subject, Report report) {
        Block.of(subject.tree())
                .block("on")
                .flatMap(on -> on.block("image_version"))
                .ifPresent(event -> {
                    list("names", event, report);
                    list("versions", event, report);
                    event.templates("versions")
                            .forEach(version -> FilterPattern.complaint(version.source(), false)
                                    .ifPresent(complaint ->
                                            report.warn("bad-pattern", version.position(), complaint, null)));
                });
    }

    private static void list(String key, Block event, Report report) {
        event.get(key)
                .filter(Tree.Leaf.class::isInstance)
                .ifPresent(leaf ->
                        report.warn("no-list", leaf.position(), "'" + key + "' is a sequence", "write it as [ ... ]"));
    }
}
