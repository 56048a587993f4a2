package dev.slipway.server.run;

import dev.slipway.kernel.Problem;
import dev.slipway.runner.action.OtherProjects;
import dev.slipway.server.git.JobKeys.Power;
import dev.slipway.server.git.JobKeys.Right;
import dev.slipway.server.git.JobReading;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;

/** The projects of this server that one job may read. */
record JobProjects(JobReading reading, RunSources sources) implements OtherProjects {

    /** For actions and called workflows, which need no permission of the job: its steps do not see the token they come by. */
    static Optional<JobReading> ofActions(String project, boolean stranger, RunSources sources) {
        EnumSet<Power> powers = stranger ? EnumSet.of(Power.FETCH) : EnumSet.of(Power.FETCH, Power.NEIGHBOURS);
        return Optional.of(new JobReading(new Right(project, powers), sources));
    }

    @Override
    public Found find(String repository, Part part) {
        String[] names = repository.split("/", -1);
        if (names.length != 2 || !names[0].equalsIgnoreCase(RunPlans.OWNER)) {
            throw Problem.of(
                    Problem.Kind.INVALID,
                    "no-such-repository",
                    "there is no repository '" + repository + "' here",
                    "write " + RunPlans.repository("PROJECT")
                            + " for a project of this server; clone others with git in a run step");
        }
        String project = names[1].toLowerCase(Locale.ROOT);
        reading.demand(
                project,
                switch (part) {
                    case CODE -> Power.FETCH;
                    case ARTIFACTS -> Power.ARTIFACTS;
                });
        return new Found(project, "refs/heads/" + sources.defaultBranch(project));
    }
}
