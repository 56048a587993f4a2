package dev.slipway.server.run;

import dev.slipway.store.audit.Audit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jooq.DSLContext;

/**
 * Why no release came of a commit although its runs have succeeded, as the newest rows of the audit log have it: whoever
 * pushed it looks at its runs, and sees nothing wrong there.
 */
public record Unreleased(Map<String, String> byCommit) {

    /** What the audit log calls it; its subject is the commit. */
    public static final String ACTION = "release.incomplete";

    private static final int NEWEST = 500;

    /** Of a project's newest commits. */
    public static Unreleased of(DSLContext sql, String project) {
        Map<String, String> newest = new HashMap<>();
        Audit.latestOf(sql, project, NEWEST).stream()
                .map(row -> row.entry())
                .filter(entry -> entry.what().equals(ACTION))
                .forEach(entry -> newest.putIfAbsent(entry.subject(), entry.text()));
        return new Unreleased(Map.copyOf(newest));
    }

    public Optional<String> reason(String commit) {
        return Optional.ofNullable(byCommit.get(commit));
    }
}
