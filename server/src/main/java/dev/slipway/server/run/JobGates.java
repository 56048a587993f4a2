package dev.slipway.server.run;

import dev.slipway.delivery.gate.Approval;
import dev.slipway.delivery.gate.GateStatus;
import dev.slipway.delivery.gate.Reviewer;
import dev.slipway.delivery.release.Release;
import dev.slipway.kernel.Digest;
import dev.slipway.store.run.Run;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;

/** The rules of environments, as jobs of workflows meet them: those that rollouts meet, and no others. */
public interface JobGates {

    /** No environment has any. */
    JobGates NONE = new JobGates() {
        @Override
        public String named(String project, String environment) {
            return environment;
        }

        @Override
        public List<GateStatus> look(Ask ask) {
            return List.of();
        }

        @Override
        public void requireEntitled(Ask ask, Reviewer who) {}

        @Override
        public List<String> checklist(String project, String environment) {
            return List.of();
        }
    };

    /** The environment as the project's configuration spells it; as given where that does not name it. */
    String named(String project, String environment);

    /** Every gate as it stands; none where nothing protects the environment. */
    List<GateStatus> look(Ask ask);

    /**
     * Says whether a person's approval would count.
     *
     * @throws dev.slipway.kernel.Problem DENIED, code {@code may-not-approve}
     */
    void requireEntitled(Ask ask, Reviewer who);

    /** The points that people must confirm. */
    List<String> checklist(String project, String environment);

    /**
     * Jobs of a run that want to enter an environment.
     *
     * @param environment as the configuration spells it
     * @param requestedAt since when
     * @param approvals what people have decided about them
     */
    record Ask(Run run, String environment, Instant requestedAt, List<Approval> approvals) {

        /** What approvals are bound to: the commit and nothing else, for a job has no artifacts yet. */
        static Digest subject(Run run) {
            return Release.digestOf(run.commit(), new TreeMap<>(), Digest.of(""));
        }

        /** See {@link #subject(Run)}. */
        public Digest subject() {
            return subject(run);
        }
    }
}
