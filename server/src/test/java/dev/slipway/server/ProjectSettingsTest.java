package dev.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.delivery.release.Release;
import dev.slipway.kernel.Digest;
import dev.slipway.kernel.Problem;
import dev.slipway.server.release.EnvironmentRules;
import dev.slipway.server.rollout.Books;
import dev.slipway.server.rollout.Plans;
import dev.slipway.server.secret.Keyring;
import dev.slipway.server.secret.SecretStore;
import dev.slipway.server.secret.VariableStore;
import dev.slipway.store.Database;
import dev.slipway.store.DatabaseAddress;
import dev.slipway.store.project.Project;
import dev.slipway.store.project.Projects;
import dev.slipway.testkit.SettableClock;
import java.nio.file.Path;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which secrets and variables a job of a workflow gets. */
class ProjectSettingsTest {

    private static final Optional<String> STAGING = Optional.of("staging");
    private static final Optional<String> PRODUCTION = Optional.of("production");

    @TempDir
    Path folder;

    private final SettableClock clock = SettableClock.start();
    private Database database;
    private SecretStore secrets;
    private VariableStore variables;
    private ProjectSettings settings;

    @BeforeEach
    void open() {
        database = Database.open(DatabaseAddress.of(null, folder));
        database.execute(sql -> new Projects().create(sql, new Project("shop", "main", null, clock.instant())));
        secrets = new SecretStore(database, Keyring.open(folder, null), clock);
        variables = new VariableStore(database, clock);
        settings = new ProjectSettings(
                secrets, variables, new EnvironmentRules(new Plans(Books.of(database)), _ -> Optional.empty()));
        secrets.put("shop", "", "TOKEN", "of the project", "ada");
        secrets.put("shop", "staging", "TOKEN", "of staging", "ada");
        secrets.put("shop", "production", "TOKEN", "of production", "ada");
        variables.put("shop", "", "REGION", "eu", "ada");
        variables.put("shop", "staging", "REGION", "test", "ada");
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void environmentsOwn_goBeforeTheProjects() {
        release("staging: {}");

        assertThat(settings.secrets("shop", Optional.empty())).containsEntry("TOKEN", "of the project");
        assertThat(settings.secrets("shop", STAGING)).containsEntry("TOKEN", "of staging");
        assertThat(settings.variables("shop", STAGING)).containsEntry("REGION", "test");
        assertThat(settings.variables("shop", PRODUCTION)).containsEntry("REGION", "eu");
    }

    @Test
    void environmentInAnotherCase_isTheSameOne() {
        release("production: {gates: {reviewers: {count: 1}}}");

        assertThat(settings.secrets("shop", Optional.of("Production"))).containsEntry("TOKEN", "of production");
    }

    @Test
    void environmentThatNoReleaseNames_keepsItsOwnSecrets() {
        assertRefused(STAGING, "its gates are not known");
        release("staging: {}");
        assertRefused(PRODUCTION, "its gates are not known");
        assertThat(settings.secrets("shop", Optional.of("pages")))
                .as("an environment without secrets of its own has nothing to protect")
                .containsEntry("TOKEN", "of the project");
    }

    private void assertRefused(Optional<String> environment, String why) {
        assertThatThrownBy(() -> settings.secrets("shop", environment))
                .isInstanceOfSatisfying(Problem.class, problem -> {
                    assertThat(problem.code()).isEqualTo("environment-protected");
                    assertThat(problem.message()).contains(environment.orElseThrow(), why);
                    assertThat(problem.hint()).isNotBlank();
                });
    }

    private void release(String environments) {
        String config = "services: {web: {artifact: web, command: ./web}}\nenvironments: {" + environments + "}\n";
        TreeMap<String, Digest> artifacts = new TreeMap<>();
        Release draft = new Release(
                "",
                "shop",
                "a".repeat(40),
                "refs/heads/main",
                "ada",
                "ada",
                "first",
                artifacts,
                Digest.of(config),
                Release.digestOf("a".repeat(40), artifacts, Digest.of(config)),
                clock.instant());
        database.execute(sql -> Books.of(database).releases().create(sql, draft, config));
    }
}
