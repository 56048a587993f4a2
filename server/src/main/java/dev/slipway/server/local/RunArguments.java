package dev.slipway.server.local;

import dev.slipway.kernel.Problem;
import dev.slipway.kernel.Suggestion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code slipway run} was asked for.
 *
 * @param workflow file or name; absent for all that the event starts
 * @param job only this one, with those it needs
 * @param matrix which legs of matrices run
 * @param event by name
 * @param eventFile JSON that workflows see as {@code github.event}
 * @param inputs of a dispatch
 * @param secretFile lines of NAME=VALUE
 * @param folder of the repository
 * @param watch run again when a file changes
 */
record RunArguments(
        Optional<String> workflow,
        Optional<String> job,
        MatrixChoice matrix,
        String event,
        Optional<Path> eventFile,
        Map<String, String> inputs,
        Optional<Path> secretFile,
        Optional<Path> variableFile,
        Path folder,
        Optional<Path> actionsMirror,
        Optional<String> actionsUrl,
        boolean dryRun,
        boolean watch,
        boolean json,
        boolean help) {

    static final String HELP = """
            Usage: slipway run [WORKFLOW] [options]
            Run a workflow of this folder here, without a server. WORKFLOW is a file or a name; without it, all that the
            event starts.

              --job JOB             only this job and those it needs
              --matrix KEY:VALUE    only legs of matrices that have the value; may be repeated
              --event NAME          push (as without it), pull_request, workflow_dispatch, schedule, ...
              --event-file FILE     JSON that workflows see as github.event
              --input KEY=VALUE     an input of workflow_dispatch; may be repeated
              --secret-file FILE    lines of NAME=VALUE
              --var-file FILE       the same for variables
              --folder FOLDER       the repository; the current folder without it
              --actions-mirror DIR  clones of actions as owner/repository, looked at before the network
                                    (or SLIPWAY_ACTIONS_MIRROR)
              --actions-url URL     where actions are cloned from; none for nowhere (or SLIPWAY_ACTIONS_URL)
              --dry-run             show what would run, as a graph
              --watch               run again when a file changes
              --json                one JSON object for each line

            Examples:
              slipway run
              slipway run ci.yml --job test --matrix node:22
              slipway run release.yml --event workflow_dispatch --input version=1.2

            Exit codes: 0 succeeded, 1 failed, 130 cancelled, 64 wrong usage, 65 the workflow is wrong, 66 there is none.
            """;

    private static final List<String> WITH_VALUE = List.of(
            "--job",
            "--matrix",
            "--event",
            "--event-file",
            "--input",
            "--secret-file",
            "--var-file",
            "--folder",
            "--actions-mirror",
            "--actions-url");
    private static final List<String> FLAGS = List.of("--dry-run", "--watch", "--json", "--help", "-h");

    /**
     * @param here folder that paths are relative to
     * @param environment for what no option says
     * @throws Problem of kind INVALID, code {@code usage}
     */
    static RunArguments parse(List<String> arguments, Path here, Map<String, String> environment) {
        Map<String, String> values = new HashMap<>();
        Map<String, String> inputs = new HashMap<>();
        List<String> legs = new ArrayList<>();
        List<String> flags = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            String[] parts = arguments.get(i).split("=", 2);
            if (WITH_VALUE.contains(parts[0])) {
                String value =
                        parts.length == 2 ? parts[1] : ++i < arguments.size() ? arguments.get(i) : missing(parts[0]);
                if (parts[0].equals("--input")) {
                    input(value, inputs);
                } else if (parts[0].equals("--matrix")) {
                    legs.add(value);
                } else {
                    values.put(parts[0], value);
                }
            } else if (FLAGS.contains(arguments.get(i))) {
                flags.add(arguments.get(i));
            } else if (parts[0].startsWith("-")) {
                throw usage("unknown option '" + parts[0] + "'", Suggestion.hint(parts[0], all()));
            } else {
                names.add(arguments.get(i));
            }
        }
        if (names.size() > 1) {
            throw usage("one workflow at a time", "see 'slipway run --help'");
        }
        String event = inputs.isEmpty() ? "push" : "workflow_dispatch";
        return new RunArguments(
                names.stream().findFirst(),
                Optional.ofNullable(values.get("--job")),
                MatrixChoice.of(legs),
                values.getOrDefault("--event", event),
                Optional.ofNullable(values.get("--event-file")).map(here::resolve),
                Map.copyOf(inputs),
                Optional.ofNullable(values.get("--secret-file")).map(here::resolve),
                Optional.ofNullable(values.get("--var-file")).map(here::resolve),
                here.resolve(values.getOrDefault("--folder", ""))
                        .toAbsolutePath()
                        .normalize(),
                Optional.ofNullable(values.getOrDefault("--actions-mirror", environment.get("SLIPWAY_ACTIONS_MIRROR")))
                        .map(here::resolve),
                Optional.ofNullable(values.getOrDefault("--actions-url", environment.get("SLIPWAY_ACTIONS_URL"))),
                flags.contains("--dry-run"),
                flags.contains("--watch"),
                flags.contains("--json"),
                flags.contains("--help") || flags.contains("-h"));
    }

    private static List<String> all() {
        List<String> all = new ArrayList<>(WITH_VALUE);
        all.addAll(FLAGS);
        return all;
    }

    private static void input(String text, Map<String, String> inputs) {
        int equals = text.indexOf('=');
        if (equals <= 0) {
            throw usage("'" + text + "' is no input", "write --input name=value");
        }
        inputs.put(text.substring(0, equals), text.substring(equals + 1));
    }

    private static String missing(String option) {
        throw usage(option + " needs a value", "see 'slipway run --help'");
    }

    private static Problem usage(String message, @org.jspecify.annotations.Nullable String hint) {
        return Problem.of(Problem.Kind.INVALID, "usage", message, hint);
    }
}
