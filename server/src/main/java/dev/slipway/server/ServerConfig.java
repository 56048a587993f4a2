package dev.slipway.server;

import dev.slipway.kernel.Problem;
import dev.slipway.kernel.Suggestion;
import dev.slipway.kernel.net.StandardAddress;
import dev.slipway.runner.host.JobLimits;
import dev.slipway.runner.wall.AccountRange;
import dev.slipway.runner.wall.Isolation;
import dev.slipway.server.action.ActionOrigin;
import dev.slipway.server.certificate.AcmeSettings;
import dev.slipway.server.git.RemotePolicy;
import dev.slipway.server.run.JobSettings;
import dev.slipway.server.watch.WatchSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the one who starts the server decides.
 *
 * @param home folder for all state
 * @param listen address of the web UI, API and git
 * @param edgeListen address on which user traffic comes in
 * @param edgeTlsListen the same over TLS; absent for none
 * @param acme which certificates are ordered for it
 * @param database see {@link dev.slipway.store.DatabaseAddress}; absent for SQLite in the home
 * @param publicUrl how browsers reach the server, when not at {@code listen}
 * @param allowedHosts names that the server answers to, beside those of the loopback interface
 * @param largestPackBytes of one push
 * @param loginLife how long the token of a login works without being used
 * @param jsonLogs one JSON object for each line of the log
 * @param createByPush whether a first push makes the project
 * @param ephemeral whether instances and edge end with the server
 * @param remotes where projects may be fetched from
 * @param actions where the code of actions comes from
 * @param jobs what holds for each job
 * @param watch how metrics are gathered and kept
 */
public record ServerConfig(
        Path home,
        ListenAddress listen,
        ListenAddress edgeListen,
        Optional<ListenAddress> edgeTlsListen,
        Optional<AcmeSettings> acme,
        Optional<String> database,
        Optional<String> publicUrl,
        Set<String> allowedHosts,
        long largestPackBytes,
        Duration loginLife,
        boolean jsonLogs,
        boolean createByPush,
        boolean ephemeral,
        RemotePolicy remotes,
        ActionOrigin actions,
        JobSettings jobs,
        WatchSettings watch) {

    private static final Duration USUAL_LOGIN_LIFE = Duration.ofDays(90);
    private static final Pattern SIZE = Pattern.compile("(\\d{1,6})([kmg]?)");

    /**
     * Flags win over the environment.
     *
     * @throws Problem of kind INVALID, code {@code bad-option}, {@code bad-listen} or {@code bad-size}
     */
    public static ServerConfig parse(List<String> arguments, Map<String, String> environment) {
        Map<Option, String> set = fromEnvironment(environment);
        set.putAll(fromFlags(arguments));
        String userHome = environment.getOrDefault("HOME", System.getProperty("user.home"));
        return new ServerConfig(
                Path.of(set.getOrDefault(Option.HOME, userHome + "/.slipway"))
                        .toAbsolutePath()
                        .normalize(),
                ListenAddress.parse(set.getOrDefault(Option.LISTEN, StandardAddress.SERVER)),
                ListenAddress.parse(set.getOrDefault(Option.EDGE_LISTEN, StandardAddress.EDGE)),
                Optional.ofNullable(set.get(Option.EDGE_TLS_LISTEN)).map(ListenAddress::parse),
                acme(set),
                Optional.ofNullable(set.get(Option.DB)),
                Optional.ofNullable(set.get(Option.PUBLIC_URL)),
                names(set.getOrDefault(Option.ALLOW_HOST, "")),
                bytes(set.getOrDefault(Option.MAX_PACK, "2g")),
                Optional.ofNullable(set.get(Option.LOGIN_DAYS))
                        .map(ServerConfig::days)
                        .orElse(USUAL_LOGIN_LIFE),
                on(set, Option.JSON_LOGS),
                !on(set, Option.NO_CREATE_BY_PUSH),
                on(set, Option.EPHEMERAL),
                new RemotePolicy(on(set, Option.ALLOW_FILE_REMOTES), on(set, Option.ALLOW_PRIVATE_REMOTES)),
                ActionOrigin.of(
                        Optional.ofNullable(set.get(Option.ACTIONS_MIRROR)),
                        set.getOrDefault(Option.ACTIONS_URL, ActionOrigin.USUAL_URL)),
                jobs(set),
                WatchSettings.of(
                                set.getOrDefault(Option.METRICS_RETENTION, "30d"),
                                bytes(set.getOrDefault(Option.METRICS_SIZE, "4g")),
                                set.getOrDefault(Option.SCRAPE_INTERVAL, "15s"))
                        .probing(on(set, Option.ALLOW_PRIVATE_PROBES), on(set, Option.ALLOW_COMMAND_PROBES)));
    }

    private static JobSettings jobs(Map<Option, String> set) {
        JobLimits limits = new JobLimits(
                limit(set, Option.JOB_MEMORY, ServerConfig::bytes),
                limit(set, Option.JOB_PROCESSES, ServerConfig::count));
        return new JobSettings(
                limits,
                Isolation.of(set.getOrDefault(Option.JOB_ISOLATION, Isolation.AVAILABLE.word())),
                Optional.ofNullable(set.get(Option.JOB_UIDS))
                        .map(AccountRange::of)
                        .orElse(AccountRange.USUAL),
                bytes(set.getOrDefault(Option.CACHE_SIZE, "10g")),
                Optional.ofNullable(set.get(Option.ARTIFACT_DAYS))
                        .map(ServerConfig::days)
                        .orElse(JobSettings.USUAL_ARTIFACT_LIFE));
    }

    /** What no job may see, wherever it lies: the home, and a database file elsewhere with its journal. */
    List<Path> secret() {
        List<Path> secret = new ArrayList<>(List.of(home));
        database.filter(address -> !address.startsWith("postgres"))
                .ifPresent(file -> List.of("", "-wal", "-shm")
                        .forEach(end -> secret.add(Path.of(file + end).toAbsolutePath())));
        return secret;
    }

    private static Optional<AcmeSettings> acme(Map<Option, String> set) {
        List<String> names =
                names(set.getOrDefault(Option.ACME_NAMES, "")).stream().sorted().toList();
        if (names.isEmpty()) {
            return Optional.empty();
        }
        if (!on(set, Option.ACME_AGREE_TERMS)) {
            throw AcmeSettings.termsNotAgreed();
        }
        if (!set.containsKey(Option.EDGE_TLS_LISTEN)) {
            throw Problem.of(
                    Problem.Kind.INVALID,
                    "bad-option",
                    "--acme-names orders certificates, but the edge offers no TLS",
                    "add --edge-tls-listen 0.0.0.0:443");
        }
        return Optional.of(new AcmeSettings(
                names,
                URI.create(set.getOrDefault(Option.ACME_DIRECTORY, AcmeSettings.USUAL_DIRECTORY)),
                Optional.ofNullable(set.get(Option.ACME_EMAIL)),
                binding(set),
                Optional.ofNullable(set.get(Option.ACME_ROOTS)).map(Path::of)));
    }

    private static Optional<AcmeSettings.Binding> binding(Map<Option, String> set) {
        String id = set.get(Option.ACME_KEY_ID);
        String file = set.get(Option.ACME_KEY_FILE);
        if ((id == null) != (file == null)) {
            throw Problem.of(
                    Problem.Kind.INVALID,
                    "bad-option",
                    "--acme-key-id and --acme-key-file need each other",
                    "give both, or neither");
        }
        return id == null || file == null ? Optional.empty() : Optional.of(new AcmeSettings.Binding(id, Path.of(file)));
    }

    /** True when browsers come by https, so that cookies must not travel without. */
    public boolean secure() {
        return publicUrl.filter(url -> url.startsWith("https://")).isPresent();
    }

    private static Map<Option, String> fromEnvironment(Map<String, String> environment) {
        Map<Option, String> set = new EnumMap<>(Option.class);
        for (Option option : Option.values()) {
            String value = environment.get(option.variable());
            if (value != null && !value.isBlank()) {
                set.put(option, value);
            }
        }
        return set;
    }

    private static Map<Option, String> fromFlags(List<String> arguments) {
        Map<Option, String> set = new EnumMap<>(Option.class);
        for (int i = 0; i < arguments.size(); i++) {
            String[] parts = arguments.get(i).split("=", 2);
            Option option = Option.byFlag(parts[0]).orElseThrow(() -> unknown(parts[0]));
            if (!option.takesValue()) {
                set.put(option, "true");
            } else if (parts.length == 2) {
                set.merge(option, parts[1], ServerConfig::both);
            } else if (++i < arguments.size()) {
                set.merge(option, arguments.get(i), ServerConfig::both);
            } else {
                throw Problem.of(Problem.Kind.INVALID, "bad-option", option.flag() + " needs a value", Option.usage());
            }
        }
        return set;
    }

    private static String both(String first, String second) {
        return first + "," + second;
    }

    private static Problem unknown(String flag) {
        List<String> flags = Arrays.stream(Option.values()).map(Option::flag).toList();
        return Problem.of(
                Problem.Kind.INVALID, "bad-option", "there is no option " + flag, Suggestion.hint(flag, flags));
    }

    private static boolean on(Map<Option, String> set, Option option) {
        return set.getOrDefault(option, "false").equalsIgnoreCase("true");
    }

    private static Set<String> names(String list) {
        return Arrays.stream(list.split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }

    private static OptionalLong limit(Map<Option, String> set, Option option, ToLongFunction<String> reading) {
        String text = set.get(option);
        return text == null ? OptionalLong.empty() : OptionalLong.of(reading.applyAsLong(text));
    }

    private static long count(String text) {
        if (!text.matches("[1-9]\\d{0,8}")) {
            throw Problem.of(
                    Problem.Kind.INVALID,
                    "bad-option",
                    "'" + text + "' is no number of processes",
                    "write one above 0");
        }
        return Long.parseLong(text);
    }

    private static Duration days(String text) {
        if (!text.matches("[1-9]\\d{0,3}")) {
            throw Problem.of(
                    Problem.Kind.INVALID,
                    "bad-option",
                    "'" + text + "' is no number of days",
                    "write one from 1 to 9999");
        }
        return Duration.ofDays(Long.parseLong(text));
    }

    private static long bytes(String text) {
        Matcher size = SIZE.matcher(text.toLowerCase(Locale.ROOT));
        if (!size.matches()) {
            throw Problem.of(
                    Problem.Kind.INVALID, "bad-size", "'" + text + "' is no size", "write a number with k, m or g");
        }
        long unit = switch (size.group(2)) {
            case "k" -> 1L << 10;
            case "m" -> 1L << 20;
            case "g" -> 1L << 30;
            default -> 1;
        };
        return Long.parseLong(size.group(1)) * unit;
    }
}
