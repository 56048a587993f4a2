package dev.slipway.server.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.slipway.kernel.Problem;
import dev.slipway.store.Database;
import dev.slipway.store.DatabaseAddress;
import dev.slipway.store.project.Project;
import dev.slipway.store.project.Projects;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pushes whose listener fails, and how they are told again. */
class PushDeliveriesTest {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    @TempDir
    Path folder;

    private final AtomicBoolean broken = new AtomicBoolean(true);
    private final AtomicInteger outages = new AtomicInteger();
    private final List<String> told = new CopyOnWriteArrayList<>();
    private Database database;
    private PushJournal journal;
    private PushDeliveries deliveries;

    @BeforeEach
    void open() {
        database = Database.open(DatabaseAddress.of(null, folder));
        database.execute(sql -> new Projects().create(sql, new Project("shop", "main", null, NOW)));
        journal = new PushJournal(database);
        deliveries = new PushDeliveries(journal, new Repositories(folder.resolve("repos")), Duration.ofMillis(1));
        deliveries.start(push -> {
            if (outages.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                throw Problem.of(Problem.Kind.UNAVAILABLE, "disk-full", "the disk is full", null);
            }
            if (broken.get()) {
                throw Problem.of(Problem.Kind.INVALID, "no-tree", "the commit has no tree", null);
            }
            told.add(push.id());
        });
    }

    @AfterEach
    void close() {
        deliveries.close();
        database.close();
    }

    private Push push(String id) {
        Push push = new Push(id, "shop", "refs/heads/main", null, "a".repeat(40), "ada", NOW);
        journal.intend(List.of(new PushJournal.Checked(push, List.of())));
        return push;
    }

    @Test
    void pushThatWasGivenUp_isToldAgainOnRequest() {
        assertThat(deliveries
                        .received(List.of(push("push-1")))
                        .completeOnTimeout(true, 20, TimeUnit.SECONDS)
                        .join())
                .as("the pusher hears of the first failure")
                .isFalse();
        await().until(() -> state("push-1") == PushState.FAILED);
        assertThat(journal.entry("push-1").orElseThrow().reason()).isEqualTo("the commit has no tree");

        broken.set(false);
        deliveries.retry("shop", "push-1");

        await().until(() -> state("push-1") == PushState.HANDLED);
        assertThat(told).containsExactly("push-1");
    }

    @Test
    void pushDuringAnOutage_waitsForItsEnd() {
        broken.set(false);
        outages.set(10);
        assertThat(deliveries
                        .received(List.of(push("push-1")))
                        .completeOnTimeout(true, 20, TimeUnit.SECONDS)
                        .join())
                .isFalse();

        await().until(() -> state("push-1") == PushState.HANDLED);
        assertThat(outages).hasValue(0);
        assertThat(told).containsExactly("push-1");
    }

    @Test
    void pushThatWasTaken_isNotToldAgain() {
        broken.set(false);
        assertThat(deliveries
                        .received(List.of(push("push-1")))
                        .completeOnTimeout(false, 20, TimeUnit.SECONDS)
                        .join())
                .isTrue();

        assertCode("push-not-failed", "shop", "push-1");
        assertCode("no-push", "shop", "push-2");
        assertCode("no-push", "blog", "push-1");
    }

    private PushState state(String push) {
        return journal.entry(push).orElseThrow().state();
    }

    private void assertCode(String code, String project, String push) {
        assertThatThrownBy(() -> deliveries.retry(project, push))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo(code));
    }
}
