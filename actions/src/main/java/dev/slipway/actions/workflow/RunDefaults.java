package dev.slipway.actions.workflow;

import dev.slipway.actions.expression.Template;
import java.util.Optional;

/** {@code defaults.run}: what run steps take where they say nothing themselves. */
public record RunDefaults(Optional<Template> shell, Optional<Template> workingDirectory) {

    /** Nothing is set. */
    public static final RunDefaults NONE = new RunDefaults(Optional.empty(), Optional.empty());

    /** These, and where they are silent, the outer ones. */
    public RunDefaults over(RunDefaults outer) {
        return new RunDefaults(shell.or(outer::shell), workingDirectory.or(outer::workingDirectory));
    }
}
