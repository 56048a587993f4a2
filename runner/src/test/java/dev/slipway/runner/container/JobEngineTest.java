package dev.slipway.runner.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.containers.ContainerPlan;
import dev.slipway.containers.Engine;
import dev.slipway.containers.EngineAccess;
import dev.slipway.containers.NeedsEngine;
import dev.slipway.containers.TestEngine;
import dev.slipway.runner.host.RunnerHost;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NeedsEngine
class JobEngineTest {

    @TempDir
    Path folder;

    private final String dead = UUID.randomUUID().toString();
    private final String alive = UUID.randomUUID().toString();

    @Test
    void remainsOfAKilledLife_areRemoved_andWhatThisLifeRunsStays() throws Exception {
        RunnerHost host = RunnerHost.of("test", folder, Map.of());
        try (Engine engine = TestEngine.connect();
                EngineAccess access = TestEngine.access()) {
            String image = TestEngine.image(engine);
            JobEngine earlier = JobEngine.of(host, access);
            JobEngine now = JobEngine.of(host, access);
            engine.networks().create(JobLabels.name(dead, "network"), earlier.labels(dead));
            start(engine, image, dead, earlier);
            start(engine, image, alive, now);
            now.removeRemains();
            assertThat(JobLabels.removeAll(engine, dead)).isZero();
            assertThat(JobLabels.removeAll(engine, alive)).isOne();
        }
    }

    @Test
    void withoutAnEngine_nothingIsRemoved() {
        JobEngine none = JobEngine.of(RunnerHost.of("test", folder, Map.of()), EngineAccess.none());
        none.removeRemains();
        assertThat(none.access().isKnown()).isFalse();
    }

    private static void start(Engine engine, String image, String job, JobEngine jobs) {
        String id = engine.containers()
                .create(ContainerPlan.of(image, JobLabels.name(job, "it"))
                        .labels(jobs.labels(job))
                        .command(java.util.List.of("tail", "-f", "/dev/null"))
                        .plan());
        engine.containers().start(id);
    }
}
