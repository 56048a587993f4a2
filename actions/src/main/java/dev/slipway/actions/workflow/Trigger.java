package dev.slipway.actions.workflow;

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
     * @param branches of the base
     * @param types activities, such as {@code opened}
     */
    record PullRequest(Position position, Filter branches, Filter paths, List<String> types) implements Trigger {
        /** What counts where no types are written. */
        public static final List<String> DEFAULT_TYPES = List.of("opened", "synchronize", "reopened");

        @Override
        public String event() {
            return "pull_request";
        }
    }

    /** A person or a program starts it. */
    record WorkflowDispatch(Position position, List<Input> inputs) implements Trigger {
        @Override
        public String event() {
            return "workflow_dispatch";
        }
    }

    /** Time starts it; each entry is a POSIX cron line in UTC. */
    record Schedule(Position position, List<Cron> crons) implements Trigger {
        @Override
        public String event() {
            return "schedule";
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
}
