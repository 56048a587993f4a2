package dev.slipway.store.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.delivery.gate.Approval;
import dev.slipway.kernel.Digest;
import dev.slipway.store.Database;
import dev.slipway.store.DatabaseAddress;
import dev.slipway.testkit.EachDatabase;
import dev.slipway.testkit.TestDatabase;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

class JobEntriesTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private static Database open(TestDatabase database) {
        return Database.open(DatabaseAddress.of(database.address(), Path.of(".")));
    }

    @EachDatabase
    void entry_isOpenedAndShown(TestDatabase given) {
        JobEntry second = new JobEntry("job-1", "run-1", "production", NOW.plusSeconds(1), null, null);
        JobEntry first = new JobEntry("job-2", "run-1", "staging", NOW, null, null);
        try (Database database = open(given)) {
            database.execute(sql -> {
                JobEntries.create(sql, second);
                JobEntries.create(sql, first);
                JobEntries.create(sql, new JobEntry("job-3", "run-2", "staging", NOW, null, null));
                JobEntries.opened(sql, "job-1", NOW.plusSeconds(5));
                JobEntries.shown(sql, "job-1", "https://shop.example/");
            });
            assertThat(database.<List<JobEntry>>read(sql -> JobEntries.ofRun(sql, "run-1")))
                    .containsExactly(
                            first,
                            new JobEntry(
                                    "job-1",
                                    "run-1",
                                    "production",
                                    NOW.plusSeconds(1),
                                    NOW.plusSeconds(5),
                                    "https://shop.example/"));
            assertThat(database.<Optional<JobEntry>>read(sql -> JobEntries.find(sql, "job-9")))
                    .isEmpty();
        }
    }

    @EachDatabase
    void approvals_areKeptInTheirOrderForEachEnvironment(TestDatabase given) {
        Approval no = approval("ann", Approval.Decision.REJECTED);
        Approval yes = approval("bob", Approval.Decision.APPROVED);
        try (Database database = open(given)) {
            database.execute(sql -> {
                RunApprovals.append(sql, "production", no);
                RunApprovals.append(sql, "staging", no);
                RunApprovals.append(sql, "production", yes);
            });
            assertThat(database.<List<Approval>>read(sql -> RunApprovals.of(sql, "run-1", "production")))
                    .containsExactly(no, yes);
        }
    }

    private static Approval approval(String who, Approval.Decision decision) {
        return new Approval("run-1", Digest.of("commit"), who, decision, "", NOW, Set.of("ops"));
    }
}
