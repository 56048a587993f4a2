package dev.slipway.runner.action;

import java.util.Optional;

/** Finds the run that a workflow means by its number, for a job that wants what another run of its project has made. */
@FunctionalInterface
public interface RunNames {

    /** Where artifacts are kept under the number itself. */
    RunNames PLAIN = (_, number) -> Optional.of(number).filter(text -> text.matches("[0-9]{1,18}"));

    /** @return what the run's artifacts are kept under; absent where the project has no such run */
    Optional<String> find(String project, String number);
}
