package dev.slipway.runner.action;

import dev.slipway.kernel.Problem;
import dev.slipway.runner.file.FileHash;
import dev.slipway.runner.host.RunnerHost;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What the {@code cache} input of {@code actions/setup-*} keeps from one job to the next: the packages that a package
 * manager has downloaded, for as long as the files that name them stay the same. Folders and files are those of the stock
 * actions, where nothing is configured otherwise.
 */
enum PackageCache {
    NPM(Toolchain.NODE, List.of("~/.npm"), List.of("package-lock.json", "npm-shrinkwrap.json", "yarn.lock")),
    YARN(Toolchain.NODE, List.of("~/.cache/yarn", "~/.yarn/berry/cache"), List.of("yarn.lock")),
    PNPM(Toolchain.NODE, List.of("~/.local/share/pnpm/store"), List.of("pnpm-lock.yaml")),
    MAVEN(
            Toolchain.JAVA,
            List.of("~/.m2/repository"),
            List.of("**/pom.xml", "**/.mvn/wrapper/maven-wrapper.properties", "**/.mvn/extensions.xml")),
    GRADLE(
            Toolchain.JAVA,
            List.of("~/.gradle/caches", "~/.gradle/wrapper"),
            List.of(
                    "**/*.gradle*",
                    "**/gradle-wrapper.properties",
                    "buildSrc/**/Versions.kt",
                    "buildSrc/**/Dependencies.kt",
                    "gradle/*.versions.toml",
                    "**/versions.properties")),
    SBT(
            Toolchain.JAVA,
            List.of("~/.ivy2/cache", "~/.sbt", "~/.cache/coursier"),
            List.of("**/*.sbt", "**/project/build.properties", "**/project/**.scala", "**/project/**.sbt")),
    PIP(Toolchain.PYTHON, List.of("~/.cache/pip"), List.of("**/requirements.txt", "**/pyproject.toml")),
    PIPENV(Toolchain.PYTHON, List.of("~/.local/share/virtualenvs"), List.of("**/Pipfile.lock")),
    POETRY(Toolchain.PYTHON, List.of("~/.cache/pypoetry"), List.of("**/poetry.lock"));

    private final Toolchain toolchain;
    /** Patterns, one a line. */
    private final String folders;

    private final String locks;

    PackageCache(Toolchain toolchain, List<String> folders, List<String> locks) {
        this.toolchain = toolchain;
        this.folders = String.join("\n", folders);
        this.locks = String.join("\n", locks);
    }

    /**
     * The one that a step names.
     *
     * @throws Problem of kind INVALID, code {@code bad-input}, for one that the toolchain does not have
     */
    static PackageCache of(Toolchain toolchain, String name) {
        List<PackageCache> known = Arrays.stream(values())
                .filter(cache -> cache.toolchain == toolchain)
                .toList();
        return known.stream()
                .filter(cache -> cache.word().equals(name.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> Problem.of(
                        Problem.Kind.INVALID,
                        "bad-input",
                        "Caching for '" + name + "' is not supported",
                        "one of " + known.stream().map(PackageCache::word).collect(Collectors.joining(", "))));
    }

    private String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Brings back what was kept; what is there at the end of the job is kept, unless the very same was brought back.
     *
     * @param call of the setup action
     * @param version of the tool; packages of Python may be built for it
     * @throws Problem of kind INVALID, code {@code no-lock-file}, where no file names packages
     */
    ActionResult keep(ActionCall call, String version) throws IOException, InterruptedException {
        String files = call.input("cache-dependency-path").orElse(locks);
        String hash = FileHash.of(call.reach(), List.of(files), call.workspace().work(), call.home(), call.here());
        if (hash.isEmpty()) {
            throw Problem.of(
                    Problem.Kind.INVALID,
                    "no-lock-file",
                    "no file in the workspace matches "
                            + String.join(", ", files.lines().toList()) + ", so that nothing says which"
                            + " packages the cache is of",
                    "does a checkout come first? `cache-dependency-path` names files elsewhere; without `cache` nothing"
                            + " is kept");
        }
        boolean built = toolchain == Toolchain.PYTHON;
        String kind = String.join(
                "-",
                "setup",
                toolchain.word(),
                RunnerHost.os(),
                RunnerHost.arch(),
                built ? version + "-" + word() : word(),
                "");
        Map<String, String> inputs = Map.of("path", folders, "key", kind + hash, "restore-keys", built ? kind : "");
        return new CacheAction(CacheAction.Part.RESTORE_AND_SAVE).run(call.asking(inputs));
    }

    /** What the setup action tells of it. */
    static Map<String, String> outputs(Optional<ActionResult> kept) {
        return kept.map(ActionResult::outputs)
                .map(outputs -> Map.of("cache-hit", outputs.getOrDefault("cache-hit", "false")))
                .orElse(Map.of());
    }
}
