package dev.slipway.server.run;

import dev.slipway.store.audit.Audit;
import java.util.Optional;
import org.jooq.DSLContext;

/**
 * Why no release came of a commit although its runs have succeeded, as the audit log has it: whoever pushed it looks at
 * its runs, and sees nothing wrong there.
 */
public final class Unreleased {

    /** What the audit log calls it; its subject is the commit. */
    public static final String ACTION = "release.incomplete";

    private Unreleased() {}

    public static Optional<String> reason(DSLContext sql, String project, String commit) {
        return Audit.latestAbout(sql, project, ACTION, commit)
                .map(row -> row.entry().text());
    }
}
