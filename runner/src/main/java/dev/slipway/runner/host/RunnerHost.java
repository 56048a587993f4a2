package dev.slipway.runner.host;

import dev.slipway.kernel.Problem;
import dev.slipway.runner.wall.Isolation;
import dev.slipway.runner.wall.Walls;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The host as jobs see it.
 *
 * @param name {@code RUNNER_NAME}
 * @param folder where the folders of jobs are made
 * @param home of the user that jobs run as
 * @param environment that every step starts from; nothing of the server's own
 * @param limits of each job
 * @param walls around each job
 */
public record RunnerHost(
        String name, Path folder, Path home, Map<String, String> environment, JobLimits limits, Walls walls) {

    /** All that jobs inherit: what programs need to work at all, never what may hold a secret. */
    private static final Set<String> INHERITED = Set.of(
            "CURL_CA_BUNDLE",
            "GIT_SSL_CAINFO",
            "HOME",
            "JAVA_HOME",
            "LANG",
            "LANGUAGE",
            "LOGNAME",
            "NODE_EXTRA_CA_CERTS",
            "NVM_DIR",
            "PATH",
            "PIP_CERT",
            "PYENV_ROOT",
            "REQUESTS_CA_BUNDLE",
            PreparedTools.VARIABLE,
            "SSL_CERT_DIR",
            "SSL_CERT_FILE",
            "TZ",
            "USER",
            "CARGO_HOME",
            "RUSTUP_HOME",
            "GOPATH",
            "GOROOT",
            "http_proxy",
            "https_proxy",
            "no_proxy",
            "HTTP_PROXY",
            "HTTPS_PROXY",
            "NO_PROXY");

    /** Name places of the server's own account that no other may write to. */
    private static final Set<String> HOMELY = Set.of("CARGO_HOME", "GOPATH");

    private static final String USUAL_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    public RunnerHost {
        environment = Map.copyOf(environment);
    }

    /** This host, with the part of the given environment that jobs may see. */
    public static RunnerHost of(String name, Path folder, Map<String, String> environment) {
        Map<String, String> clean = new LinkedHashMap<>();
        environment.forEach((key, value) -> {
            if (INHERITED.contains(key) || key.startsWith("LC_")) {
                clean.put(key, value);
            }
        });
        clean.putIfAbsent("PATH", USUAL_PATH);
        clean.putIfAbsent("HOME", System.getProperty("user.home", "/"));
        return new RunnerHost(
                name,
                folder.toAbsolutePath(),
                Path.of(clean.getOrDefault("HOME", "/")),
                clean,
                JobLimits.NONE,
                Walls.none());
    }

    /** The same host, where each job may take so much. */
    public RunnerHost limiting(JobLimits each) {
        return new RunnerHost(name, folder, home, environment, each, walls);
    }

    /**
     * The same host, where each job has such walls.
     *
     * @throws Problem of kind UNAVAILABLE, code {@code no-isolation}, where they are required and jobs cannot be held
     */
    public RunnerHost behind(Walls around) {
        if (around.isolation() == Isolation.REQUIRED) {
            JobControlGroup.require(ControlGroups.here(), limits);
        }
        return new RunnerHost(name, folder, home, environment, limits, around);
    }

    /**
     * The same host as a job with a room of its own sees it: nothing of the server's own home is left in its variables.
     *
     * @param home where it sees the home of its workspace
     */
    RunnerHost asSeenIn(JobWorkspace workspace, String home) {
        Map<String, String> seen = new LinkedHashMap<>();
        environment.forEach((key, value) -> {
            if (!HOMELY.contains(key)
                    && (!value.startsWith("/") || key.equals("PATH") || walls.shows(Path.of(value)))) {
                seen.put(key, value);
            }
        });
        seen.put("PATH", visible(environment.getOrDefault("PATH", USUAL_PATH)));
        seen.put("HOME", home);
        seen.put("USER", Lodging.USER);
        seen.put("LOGNAME", Lodging.USER);
        return new RunnerHost(name, folder, workspace.home(), seen, limits, walls);
    }

    private String visible(String path) {
        String seen = Arrays.stream(path.split(":"))
                .filter(entry -> entry.startsWith("/") && walls.shows(Path.of(entry)))
                .collect(Collectors.joining(":"));
        return seen.isEmpty() ? USUAL_PATH : seen;
    }

    /** {@code RUNNER_OS}. */
    public static String os() {
        String name = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        return name.contains("mac") ? "macOS" : name.contains("win") ? "Windows" : "Linux";
    }

    /** {@code RUNNER_ARCH}. */
    public static String arch() {
        return switch (System.getProperty("os.arch", "")) {
            case "aarch64" -> "ARM64";
            case "arm" -> "ARM";
            case "x86", "i386" -> "X86";
            default -> "X64";
        };
    }
}
