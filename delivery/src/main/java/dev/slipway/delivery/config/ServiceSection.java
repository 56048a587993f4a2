package dev.slipway.delivery.config;

import dev.slipway.delivery.config.ServiceConfig.HealthCheck;
import dev.slipway.delivery.config.ServiceConfig.Migrations;
import dev.slipway.delivery.config.ServiceConfig.Resources;
import dev.slipway.kernel.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** The keys of one service. */
final class ServiceSection {

    static final Shape<List<String>> COMMAND = new ByKind<>(Plains.COMMAND_LINE, new ListShape<>(Plains.LOOSE_TEXT, 1));

    static final Shape<Map<String, String>> VARIABLES = new MapShape<>(Plains.VARIABLE, Plains.LOOSE_TEXT);

    private static final Key<String> PATH =
            Key.fallback("path", Plains.PATH, "/health", "Asked with GET; a healthy instance answers 2xx.");
    private static final Key<Duration> INTERVAL =
            Key.fallback("interval", Plains.POSITIVE_DURATION, "1s", "Time between two questions.");
    private static final Key<Duration> TIMEOUT =
            Key.fallback("timeout", Plains.POSITIVE_DURATION, "2s", "Time for one answer.");
    private static final Key<Integer> HEALTHY_AFTER =
            Key.fallback("healthyAfter", Plains.whole(1, 100), "2", "Good answers in a row until healthy.");
    private static final Key<Integer> UNHEALTHY_AFTER =
            Key.fallback("unhealthyAfter", Plains.whole(1, 100), "3", "Bad answers in a row until unhealthy.");
    private static final Key<Duration> START_TIMEOUT = Key.fallback(
            "startTimeout", Plains.POSITIVE_DURATION, "30s", "Time a fresh instance has to become healthy.");

    private static final Key<Duration> RESTART_AFTER = Key.optional(
            "restartAfter",
            Plains.POSITIVE_DURATION,
            "An instance that is unhealthy for so long is ended and started anew, one of a service after the other;"
                    + " without it an unhealthy instance is left to itself, out of the traffic.");

    static final Section<HealthCheck> HEALTH = Section.of(
            "How an instance is asked over HTTP whether it can serve.",
            List.of(PATH, INTERVAL, TIMEOUT, HEALTHY_AFTER, UNHEALTHY_AFTER, START_TIMEOUT, RESTART_AFTER),
            filled -> new HealthCheck(
                    filled.get(PATH),
                    filled.get(INTERVAL),
                    filled.get(TIMEOUT),
                    filled.get(HEALTHY_AFTER),
                    filled.get(UNHEALTHY_AFTER),
                    filled.get(START_TIMEOUT),
                    filled.find(RESTART_AFTER)));

    private static final Key<Long> MEMORY = Key.optional("memory", Plains.BYTES, "Hard limit of memory per instance.");
    private static final Key<Double> CPU =
            Key.optional("cpu", Plains.decimal(0.01, 1024), "Cores per instance, such as 0.5.");

    static final Section<Resources> RESOURCES = Section.of(
            "What an instance may use, held where the kernel has control groups.",
            List.of(MEMORY, CPU),
            filled -> new Resources(
                    filled.find(MEMORY).map(OptionalLong::of).orElseGet(OptionalLong::empty),
                    filled.find(CPU).map(OptionalDouble::of).orElseGet(OptionalDouble::empty)));

    private static final Key<List<String>> EXPAND = Key.required(
            "expand",
            COMMAND,
            "Run before the first instance of a release starts; old and new release must both work on its result, and"
                    + " running it twice must do no harm.");
    private static final Key<List<String>> CONTRACT = Key.optional(
            "contract",
            COMMAND,
            "Run after the bake, when the old release is gone; there is no way back from it, and running it twice must do no harm.");
    private static final Key<Boolean> REVERSIBLE = Key.fallback(
            "reversible",
            Plains.FLAG,
            "true",
            "Write false when the old release does not work on the result of `expand`: a failed rollout then stops and"
                    + " asks for a person instead of pretending to roll back.");

    static final Section<Migrations> MIGRATIONS = Section.of(
            "Changes of a database that go with a release, as expand and contract.",
            List.of(EXPAND, CONTRACT, REVERSIBLE),
            filled -> new Migrations(
                    filled.get(EXPAND), filled.find(CONTRACT).orElse(List.of()), filled.get(REVERSIBLE)));

    private static final Key<String> PLATFORM = Key.fallback(
            "platform",
            Plains.word(List.of("process", "container", "command"), word -> word),
            "process",
            "What keeps the instances running: `process` starts them as programs on the server's machine, `container` as"
                    + " containers of its Docker or Podman, `command` with commands of your own.");
    private static final Key<String> ARTIFACT = Key.required(
            "artifact", Plains.TEXT, "Name under which a workflow uploads what runs (`actions/upload-artifact`).");
    private static final Key<List<String>> RUN = Key.optional(
            "command",
            COMMAND,
            "Starts an instance inside the unpacked artifact; it listens on the port in the variable PORT. A container"
                    + " may leave it out: its image says what runs.");
    private static final Key<Integer> PORT = Key.optional(
            "port",
            Plains.whole(1, 65_535),
            "Where a container listens, also told in the variable PORT; 8080 unless written. Not for processes.");
    private static final Key<Integer> INSTANCES =
            Key.fallback("instances", Plains.whole(1, 1000), "1", "How many copies serve.");
    private static final Key<Map<String, String>> ENV =
            Key.fallback("env", VARIABLES, "{}", "Variables of the instances in every environment.");
    private static final Key<List<String>> SECRETS = Key.fallback(
            "secrets",
            ListShape.of(Plains.SECRET),
            "[]",
            "Names of secrets that the instances get as variables; their values are set in Slipway, never here.");
    private static final Key<HealthCheck> HEALTH_KEY =
            Key.fallback("health", HEALTH, "{}", "How an instance is asked whether it can serve.");
    private static final Key<Duration> STOP_GRACE = Key.fallback(
            "stopGrace", Plains.DURATION, "10s", "Time between asking an instance to end (TERM) and ending it (KILL).");
    private static final Key<Resources> RESOURCES_KEY =
            Key.fallback("resources", RESOURCES, "{}", "What an instance may use.");
    private static final Key<Migrations> MIGRATIONS_KEY =
            Key.optional("migrations", MIGRATIONS, "Changes of a database that go with a release.");

    private static final Key<String> METRICS = Key.optional(
            "metrics",
            Plains.PATH,
            "Path at which every instance exposes metrics in Prometheus' format; Slipway scrapes it.");

    private static final Key<TrafficRules> TRAFFIC = Key.fallback(
            "traffic", TrafficSection.SECTION, "{}", "How the edge treats the service's requests on their way.");

    private static final Key<TargetCommands> COMMANDS = Key.optional(
            "commands", CommandsSection.SECTION, "How your own target is driven; for `platform: command`.");

    static final Section<ServiceConfig> SECTION = Section.of(
            "A deployable unit of the project.",
            List.of(
                    PLATFORM,
                    ARTIFACT,
                    RUN,
                    PORT,
                    INSTANCES,
                    ENV,
                    SECRETS,
                    HEALTH_KEY,
                    STOP_GRACE,
                    RESOURCES_KEY,
                    MIGRATIONS_KEY,
                    METRICS,
                    TRAFFIC,
                    COMMANDS),
            ServiceSection::service);

    /** What images listen on that run as an ordinary user. */
    private static final int USUAL_PORT = 8080;

    private ServiceSection() {}

    private static ServiceConfig service(Filled filled) {
        refuseSharedNames(filled);
        commands(filled);
        return new ServiceConfig(
                filled.name(),
                filled.get(PLATFORM),
                filled.get(ARTIFACT),
                command(filled),
                port(filled),
                filled.get(INSTANCES),
                filled.get(ENV),
                filled.get(SECRETS),
                filled.get(HEALTH_KEY),
                filled.get(STOP_GRACE),
                filled.get(RESOURCES_KEY),
                filled.find(MIGRATIONS_KEY),
                filled.find(METRICS),
                filled.get(TRAFFIC),
                filled.find(COMMANDS));
    }

    private static void refuseSharedNames(Filled filled) {
        List<String> secrets = filled.get(SECRETS);
        for (int i = 0; i < secrets.size(); i++) {
            String secret = secrets.get(i);
            if (filled.get(ENV).containsKey(secret)) {
                filled.refuse(
                        filled.at(SECRETS, i),
                        "secret-and-variable",
                        "'" + secret + "' is both a secret and a variable",
                        "remove it from env");
            }
            if (secrets.indexOf(secret) < i) {
                filled.refuse(
                        filled.at(SECRETS, i), "duplicate-secret", "'" + secret + "' is already listed", "remove it");
            }
        }
    }

    private static boolean isContainer(Filled filled) {
        return filled.get(PLATFORM).equals("container");
    }

    private static boolean isCommand(Filled filled) {
        return filled.get(PLATFORM).equals("command");
    }

    /** A target of the user's own has commands, and none of what only this machine's instances have. */
    private static void commands(Filled filled) {
        if (!isCommand(filled)) {
            refuse(filled, COMMANDS, "is for platform: command", "remove it, or write platform: command");
            return;
        }
        if (!filled.written(COMMANDS)) {
            filled.refuse(filled.position(), "missing-key", "'commands' is missing", COMMANDS.doc());
        }
        String hint = "say it in the target's own configuration, or in `commands`";
        for (Key<?> key : List.of(RUN, STOP_GRACE, RESOURCES_KEY)) {
            refuse(filled, key, "says nothing to a target of your own", hint);
        }
        if (filled.get(HEALTH_KEY).restartAfter().isPresent()) {
            filled.refuse(
                    filled.at(HEALTH_KEY, RESTART_AFTER),
                    "key-of-another-platform",
                    "'health.restartAfter' is for instances of this machine: a target of your own has no process that"
                            + " could be ended",
                    "let the target restart what hangs; a `check` that ends with 3 has it deployed again");
        }
        if (filled.find(COMMANDS).filter(TargetCommands::carriesTraffic).isPresent()) {
            String unseen = "remove it, or remove 'route' so that the edge carries the traffic";
            for (Key<?> key : List.of(TRAFFIC, METRICS, INSTANCES)) {
                refuse(filled, key, "says nothing to a target that carries its own traffic", unseen);
            }
        }
    }

    private static void refuse(Filled filled, Key<?> key, String why, String hint) {
        if (filled.written(key)) {
            filled.refuse(filled.at(key), "key-of-another-platform", "'" + key.name() + "' " + why, hint);
        }
    }

    private static int port(Filled filled) {
        if (filled.find(PORT).isPresent() && !isContainer(filled)) {
            filled.refuse(
                    filled.at(PORT),
                    "port-of-a-process",
                    "'port' is for containers: a process is told its port in the variable PORT",
                    "remove it, or write platform: container");
        }
        return isContainer(filled) ? filled.find(PORT).orElse(USUAL_PORT) : 0;
    }

    private static List<String> command(Filled filled) {
        List<String> command = filled.find(RUN).orElse(List.of());
        if (command.isEmpty() && !isContainer(filled) && !isCommand(filled)) {
            filled.refuse(filled.position(), "no-command", "'command' is missing", RUN.doc());
        }
        if (!command.isEmpty() && command.getFirst().isBlank()) {
            throw Problem.of(Problem.Kind.INVALID, "bad-command", "the command names no program", "name a program");
        }
        return command;
    }
}
