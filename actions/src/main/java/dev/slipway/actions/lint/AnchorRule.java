package dev.slipway.actions.lint;

/** Anchors that no alias names: most often an alias was forgotten, or its anchor was set anew before it. */
final class AnchorRule implements Rule {

    @Override
    public void check(Subject subject, Report report) {
        subject.document()
                .unusedAnchors()
                .forEach(position -> report.warn(
                        "unused-anchor", position, "no alias names this anchor", "remove it, or use it with *name"));
    }
}
