package dev.slipway.actions.workflow;

import dev.slipway.actions.expression.Template;
import dev.slipway.kernel.Position;
import java.util.List;
import java.util.Optional;

/** What starts a workflow. */
public sealed interface Trigger {

    /** Where it is written. */
    Position position();

    /** The event's name, such as {@code push}. */
    String event();

    /** A push to branches or tags. */
    record Push(Position position, Filter branches, Filter tags, Filter paths) implements Trigger {
        @Override
        public String event() {
            return "push";
        }
    }

    /**
     * A change of a pull request.
     *
     * @param event {@code pull_request}, or {@code pull_request_target} for the workflow of the base
     * @param branches of the base
     * @param types activities, such as {@code opened}
     */
    record PullRequest(Position position, String event, Filter branches, Filter paths, List<String> types)
            implements Trigger {
        /** What counts where no types are written. */
        public static final List<String> DEFAULT_TYPES = List.of("opened", "synchronize", "reopened");

        public PullRequest {
            types = List.copyOf(types);
        }
    }

    /** A person or a program starts it. */
    record WorkflowDispatch(Position position, List<Input> inputs) implements Trigger {
        public WorkflowDispatch {
            inputs = List.copyOf(inputs);
        }

        @Override
        public String event() {
            return "workflow_dispatch";
        }
    }

    /** Time starts it. */
    record Schedule(Position position, List<Cron> crons) implements Trigger {
        public Schedule {
            crons = List.copyOf(crons);
        }

        @Override
        public String event() {
            return "schedule";
        }
    }

    /** Another workflow calls it; it is never started by itself. */
    record WorkflowCall(Position position, List<CallInput> inputs, List<CallSecret> secrets, List<CallOutput> outputs)
            implements Trigger {
        public WorkflowCall {
            inputs = List.copyOf(inputs);
            secrets = List.copyOf(secrets);
            outputs = List.copyOf(outputs);
        }

        @Override
        public String event() {
            return "workflow_call";
        }
    }

    /**
     * A run of another workflow began or ended.
     *
     * @param workflows by their names
     * @param branches that the other run was on
     */
    record WorkflowRun(Position position, List<String> workflows, Filter branches, List<String> types)
            implements Trigger {
        public WorkflowRun {
            workflows = List.copyOf(workflows);
            types = List.copyOf(types);
        }

        @Override
        public String event() {
            return "workflow_run";
        }
    }

    /**
     * A program sends an event of its own.
     *
     * @param types of its own naming; all where none is written
     */
    record RepositoryDispatch(Position position, List<String> types) implements Trigger {
        public RepositoryDispatch {
            types = List.copyOf(types);
        }

        @Override
        public String event() {
            return "repository_dispatch";
        }
    }

    /**
     * Any other event.
     *
     * @param types activities; all where none is written
     * @param branches of a merge group
     * @param names of an image
     * @param versions of an image
     */
    record Activity(
            Position position,
            String event,
            List<String> types,
            Filter branches,
            List<String> names,
            List<String> versions)
            implements Trigger {
        public Activity {
            types = List.copyOf(types);
            names = List.copyOf(names);
            versions = List.copyOf(versions);
        }
    }

    /**
     * Patterns in their order.
     *
     * @param only what must match; a pattern that starts with {@code !} takes back; empty for no such filter
     * @param except what must not match, written as {@code -ignore}
     */
    record Filter(List<String> only, List<String> except) {
        /** Lets everything through. */
        public static final Filter ALL = new Filter(List.of(), List.of());

        public Filter {
            only = List.copyOf(only);
            except = List.copyOf(except);
        }

        /** True when nothing was written. */
        public boolean isEmpty() {
            return only.isEmpty() && except.isEmpty();
        }
    }

    /**
     * A value that the one who starts the workflow gives.
     *
     * @param options of a choice
     */
    record Input(
            String name,
            Type type,
            String description,
            boolean required,
            Optional<String> defaultText,
            List<String> options) {

        public Input {
            options = List.copyOf(options);
        }

        /** What an input may hold. */
        public enum Type {
            /** Any text. */
            STRING,
            /** {@code true} or {@code false}. */
            BOOLEAN,
            /** A number. */
            NUMBER,
            /** One of the options. */
            CHOICE,
            /** The name of an environment. */
            ENVIRONMENT
        }
    }

    /**
     * A value that a calling workflow gives.
     *
     * @param type STRING, BOOLEAN or NUMBER
     * @param defaultValue may name {@code github}, {@code inputs} and {@code vars}
     */
    record CallInput(
            String name,
            Position position,
            Input.Type type,
            String description,
            boolean required,
            Optional<Template> defaultValue) {}

    /** A secret that a calling workflow gives. */
    record CallSecret(String name, Position position, String description, boolean required) {}

    /**
     * A value that the calling workflow gets back.
     *
     * @param value may name {@code jobs}
     */
    record CallOutput(String name, Position position, String description, Template value) {}
}
