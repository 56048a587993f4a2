package dev.slipway.actions.lint;

import dev.slipway.kernel.Finding;
import dev.slipway.kernel.Position;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the rules have found. */
final class Report {

    private final Set<Finding> findings = new LinkedHashSet<>();

    void warn(String code, Position position, String message, @Nullable String hint) {
        findings.add(Finding.warning(code, position, message, hint));
    }

    List<Finding> findings() {
        return new ArrayList<>(findings);
    }
}
