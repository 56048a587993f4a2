package dev.slipway.runner.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.slipway.kernel.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JobControlGroupTest {

    private static final ControlGroups NOTHING = new ControlGroups(Optional.empty(), Set.of(), Map.of());

    @Test
    void requiredIsolation_isRefused_whereJobsCannotBeHeld() {
        JobLimits limits = new JobLimits(OptionalLong.of(1 << 30), OptionalLong.empty());
        for (JobLimits each : Set.of(JobLimits.NONE, limits)) {
            assertThatThrownBy(() -> JobControlGroup.require(NOTHING, each))
                    .isInstanceOfSatisfying(
                            Problem.class, problem -> assertThat(problem.code()).isEqualTo("no-isolation"))
                    .hasMessageContaining("no control group for a job");
        }
    }

    @Test
    void requiredIsolation_leavesNoGroupBehind() {
        Optional<Path> parent = ControlGroups.here().unified();
        assumeTrue(parent.filter(Files::isWritable).isPresent(), "no control group can be made here");

        JobControlGroup.require(ControlGroups.here(), JobLimits.NONE);

        assertThat(parent.get()
                        .resolve("slipway-trial-" + ProcessHandle.current().pid()))
                .doesNotExist();
    }
}
