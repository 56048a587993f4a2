package dev.slipway.actions.workflow;

import java.util.Locale;

/** Writes {@code docs/actions-compatibility.md} from {@link Feature}. */
final class CompatibilityPage {

    private CompatibilityPage() {}

    static String text() {
        StringBuilder page = new StringBuilder("""
                # What of GitHub Actions can be used

                The reader understands the whole language of workflow files and refuses, with file, line and column, what cannot be
                run yet. Nothing is ignored: what is not in this table, and is no ordinary key of the language, does not exist.
                """);
        for (Feature.Group group : Feature.Group.values()) {
            page.append("\n## ").append(title(group)).append("\n\n| Feature | Runs | |\n|---|---|---|\n");
            for (Feature feature : Feature.values()) {
                if (feature.group() == group) {
                    page.append("| %s | %s | %s |\n"
                            .formatted(feature.title(), feature.supported() ? "yes" : "refused", note(feature)));
                }
            }
        }
        return page.toString();
    }

    private static String title(Feature.Group group) {
        String word = group.name().toLowerCase(Locale.ROOT);
        return Character.toUpperCase(word.charAt(0)) + word.substring(1);
    }

    private static String note(Feature feature) {
        return feature.supported() ? feature.note() : "instead: " + feature.note();
    }
}
