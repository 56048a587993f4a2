package dev.slipway.runner.command;

import dev.slipway.kernel.Problem;
import dev.slipway.runner.host.OutputLines;
import dev.slipway.runner.log.Annotation;
import dev.slipway.runner.log.Annotation.Level;
import dev.slipway.runner.log.JobLog;
import dev.slipway.runner.log.TextLines;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the output of one step line by line: obeys the commands in it and passes the rest to the log. Behaves as
 * ActionCommandManager.cs of GitHub's runner.
 */
public final class StepOutput implements OutputLines.Taker {

    private static final String UNSECURE = "ACTIONS_ALLOW_UNSECURE_COMMANDS";
    private static final Set<String> COMMANDS = Set.of(
            "add-mask",
            "add-matcher",
            "add-path",
            "debug",
            "echo",
            "endgroup",
            "error",
            "group",
            "notice",
            "remove-matcher",
            "save-state",
            "set-env",
            "set-output",
            "stop-commands",
            "warning");

    private final int step;
    private final JobLog log;
    private final StepEffects effects;
    private final ProblemMatchers matchers;
    private final boolean debug;
    private final Set<String> saidDeprecated = new HashSet<>();
    private @Nullable String stopToken;
    private boolean echo;
    private boolean failed;
    private boolean closed;

    /**
     * @param matchers of the job
     * @param debug whether debug lines are shown
     */
    public StepOutput(int step, JobLog log, StepEffects effects, ProblemMatchers matchers, boolean debug) {
        this.step = step;
        this.log = log;
        this.effects = effects;
        this.matchers = matchers;
        this.debug = debug;
        this.echo = debug;
    }

    @Override
    public synchronized void line(OutputLines.Line line) {
        if (line.dropped() > 0) {
            log.cut(step, line.text(), line.dropped());
            return;
        }
        Optional<WorkflowCommand> command = closed ? Optional.empty() : WorkflowCommand.parse(line.text(), known());
        if (command.isEmpty()) {
            matchers.match(line.text(), step)
                    .ifPresentOrElse(problem -> log.annotate(problem, line.text()), () -> log.pass(step, line.text()));
        } else if (stopToken != null) {
            stopToken = null;
            log.say(step, line.text());
        } else {
            obey(command.get(), line.text());
        }
    }

    @Override
    public synchronized void lines(TextLines lines) {
        int plain = 0;
        for (int line = 0; line < lines.count(); line++) {
            if (!matchers.isEmpty() || WorkflowCommand.mayBe(lines.bytes(), lines.start(line), lines.start(line + 1))) {
                log.pass(step, lines.part(plain, line));
                line(new OutputLines.Line(lines.text(line), 0));
                plain = line + 1;
            }
        }
        log.pass(step, lines.part(plain, lines.count()));
    }

    @Override
    public void caughtUp() {
        log.flush();
    }

    /** From now on lines are only logged: what a step left running must not act for it. */
    public synchronized void close() {
        closed = true;
    }

    /** True when a command was used wrongly, which fails the step. */
    public synchronized boolean failed() {
        return failed;
    }

    private Set<String> known() {
        String token = stopToken;
        return token == null ? COMMANDS : Set.of(token);
    }

    private void obey(WorkflowCommand command, String line) {
        switch (command.name()) {
            case "add-mask" -> addMask(command.data());
            case "add-path", "set-env" -> unsecure(command);
            case "set-output", "save-state" -> deprecated(command);
            case "add-matcher" -> addMatchers(command.data());
            case "remove-matcher" -> removeMatchers(command);
            case "debug" -> {
                if (debug) {
                    log.say(step, "##[debug]" + command.data());
                }
            }
            case "notice" -> annotate(Level.NOTICE, command);
            case "warning" -> annotate(Level.WARNING, command);
            case "error" -> annotate(Level.ERROR, command);
            case "group" -> log.say(step, "##[group]" + command.data());
            case "endgroup" -> log.say(step, "##[endgroup]");
            case "echo" -> echo(command.data());
            case "stop-commands" -> stop(command.data(), line);
            default -> throw new IllegalStateException("no command " + command.name());
        }
        if (echo && Set.of("add-path", "set-env", "set-output", "save-state").contains(command.name())) {
            log.say(step, line);
        }
    }

    private void addMask(String secret) {
        if (secret.isBlank()) {
            log.warning(step, "Can't add secret mask for empty string in ##[add-mask] command.");
        } else {
            log.hide(List.of(secret));
            log.say(step, "::add-mask::***");
        }
    }

    private void addMatchers(String file) {
        try {
            matchers.add(file.strip());
        } catch (Problem problem) {
            log.warning(step, "the problem matchers of '" + file + "' cannot be used: " + problem.message());
        }
    }

    private void removeMatchers(WorkflowCommand command) {
        try {
            command.property("owner")
                    .map(List::of)
                    .orElseGet(() -> matchers.owners(command.data().strip()))
                    .forEach(matchers::remove);
        } catch (Problem problem) {
            log.warning(step, "the problem matchers cannot be removed: " + problem.message());
        }
    }

    /** Such commands let whatever prints to the output rule the job, so they must be allowed by name. */
    private void unsecure(WorkflowCommand command) {
        if (!Boolean.parseBoolean(effects.job().variables().getOrDefault(UNSECURE, "false"))) {
            fail("The `" + command.name()
                    + "` command is disabled. Please upgrade to using Environment Files or opt into"
                    + " unsecure command execution by setting the `" + UNSECURE + "` environment variable to `true`.");
        } else if (command.name().equals("add-path")) {
            effects.job().addPath(command.data());
        } else {
            named(command).ifPresent(name -> setEnvironment(name, command.data()));
        }
    }

    private void setEnvironment(String name, String value) {
        if (JobEnvironment.isBlocked(name)) {
            log.error(step, "Can't update " + name + " environment variable using ::set-env:: command.");
        } else {
            effects.job().set(name, value);
        }
    }

    private void deprecated(WorkflowCommand command) {
        named(command).ifPresent(name -> {
            if (command.name().equals("set-output")) {
                effects.outputs().put(name, command.data());
            } else {
                effects.state().put(name, command.data());
            }
        });
        if (saidDeprecated.add(command.name())) {
            log.warning(
                    step,
                    "The `" + command.name()
                            + "` command is deprecated and will be disabled soon. Please upgrade to using Environment Files.");
        }
    }

    private Optional<String> named(WorkflowCommand command) {
        Optional<String> name = command.property("name");
        if (name.isEmpty()) {
            fail("Required field 'name' is missing in ##[" + command.name() + "] command.");
        }
        return name;
    }

    private void echo(String word) {
        switch (word.strip().toLowerCase(Locale.ROOT)) {
            case "on" -> echo = true;
            case "off" -> echo = false;
            default ->
                fail("Invalid echo command value. Possible values can be: 'on', 'off'. Current value is: '" + word
                        + "'.");
        }
    }

    private void stop(String token, String line) {
        String lower = token.toLowerCase(Locale.ROOT);
        if (lower.isEmpty() || lower.equals("pause-logging") || COMMANDS.contains(lower)) {
            fail("Invalid token '" + token + "' of ::stop-commands::. Use a text that cannot be guessed.");
        } else {
            stopToken = lower;
            log.say(step, line);
        }
    }

    private void annotate(Level level, WorkflowCommand command) {
        Optional<Integer> start = number(command, "line");
        Optional<Integer> startColumn = number(command, "col");
        log.annotate(new Annotation(
                level,
                command.data(),
                command.property("title"),
                command.property("file").map(matchers::shown),
                start,
                number(command, "endline").or(() -> start),
                startColumn,
                number(command, "endcolumn").or(() -> startColumn),
                step));
    }

    private static Optional<Integer> number(WorkflowCommand command, String key) {
        return command.property(key).filter(text -> text.matches("\\d{1,9}")).map(Integer::valueOf);
    }

    private void fail(String message) {
        failed = true;
        log.error(step, message);
    }
}
