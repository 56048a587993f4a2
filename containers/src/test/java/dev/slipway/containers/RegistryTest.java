package dev.slipway.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.slipway.kernel.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NeedsRegistry
class RegistryTest {

    private static final Login EVE = new Login(TestRegistry.USER, TestRegistry.PASSWORD);

    @TempDir
    Path folder;

    private Path settings;
    private Engine engine;
    private TestRegistry registry;
    private String image;

    @BeforeEach
    void start() throws Exception {
        settings = Files.createDirectory(folder.resolve("settings"));
        try (Engine known = TestEngine.connect()) {
            engine = Engine.connect(known.address(), settings);
        }
        registry = TestRegistry.start(engine, Files.createDirectory(folder.resolve("registry")));
        registry.push("team/box", "1");
        image = registry.address() + "/team/box:1";
    }

    @AfterEach
    void stop() {
        registry.close();
        engine.close();
    }

    private void pull(String reference, Optional<Login> login) throws InterruptedException {
        engine.images().pull(reference, login, _ -> {}, new CompletableFuture<Void>());
    }

    private Problem refused(String reference, Optional<Login> login) {
        Problem problem = catchThrowableOfType(Problem.class, () -> pull(reference, login));
        assertThat(problem).as("pulling " + reference).isNotNull();
        assertThat(problem.message() + problem.hint()).doesNotContain(TestRegistry.PASSWORD);
        assertThat(engine.images().find(reference)).isEmpty();
        return problem;
    }

    @Test
    void pull_asOneWhoMay_bringsTheImage() throws Exception {
        pull(image, Optional.of(EVE));
        assertThat(engine.images().find(image)).isPresent();
    }

    @Test
    void pull_asNobody_isRefused_andSaysHowToLogIn() {
        Problem problem = refused(image, Optional.empty());
        assertThat(PullFailure.of(problem)).isEqualTo(PullFailure.DENIED);
        assertThat(problem.message()).contains(image, "wants a login");
        assertThat(problem.hint()).contains("credentials", "docker login " + registry.address());
    }

    @Test
    void pull_withAWrongPassword_isRefused_andNamesTheUser() {
        Problem problem = refused(image, Optional.of(new Login(TestRegistry.USER, "wrong-word")));
        assertThat(PullFailure.of(problem)).isEqualTo(PullFailure.DENIED);
        assertThat(problem.message()).contains(image, "refuses the user 'eve'").doesNotContain("wrong-word");
    }

    @Test
    void pull_ofAnImageThatWasNeverPushed_saysThatItIsMissing() {
        for (String missing : List.of("team/box:2", "team/nothing:1")) {
            Problem problem = refused(registry.address() + "/" + missing, Optional.of(EVE));
            assertThat(PullFailure.of(problem)).isEqualTo(PullFailure.MISSING);
            assertThat(problem.message()).contains(missing, "does not have it");
        }
    }

    @Test
    void pull_ofANameThatIsNone_saysHowNamesLook() {
        Problem problem = refused(registry.address() + "/Team/Box:1", Optional.of(EVE));
        assertThat(PullFailure.of(problem)).isEqualTo(PullFailure.NAMELESS);
        assertThat(problem.hint()).contains("lower case");
    }

    @Test
    void pull_whereNobodyListens_mayGoBetterTheNextTime() {
        assertThat(PullFailure.of(refused("127.0.0.1:1/box:1", Optional.of(EVE))))
                .isEqualTo(PullFailure.OTHER);
    }

    @Test
    void loginOfTheHost_holdsAtOnce_alsoForBuilds() throws Exception {
        refused(image, Optional.empty());
        Path config = settings.resolve("config.json");
        Files.writeString(config, registry.settings(TestRegistry.PASSWORD));
        pull(image, Optional.empty());
        registry.forget();

        Path dockerfile = Files.writeString(settings.resolve("Dockerfile"), "FROM " + image + "\n");
        engine.images()
                .build(
                        settings,
                        dockerfile,
                        "slipway-test/of-a-registry",
                        Map.of(),
                        _ -> {},
                        new CompletableFuture<Void>());
        engine.images().remove("slipway-test/of-a-registry");
        registry.forget();

        Files.writeString(config, "no JSON");
        refused(image, Optional.empty());
    }

    @Test
    void loginOfTheHost_thatAProgramKeeps_isAskedFor() throws Exception {
        Path program = Files.writeString(folder.resolve("docker-credential-test"), """
                #!/bin/sh
                read -r registry
                test "$1 $registry" = "get %s" || { echo "credentials not found"; exit 1; }
                echo '{"Username": "%s", "Secret": "%s"}'
                """.formatted(
                        registry.address(), TestRegistry.USER, TestRegistry.PASSWORD));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        CredentialProgram credentials = new CredentialProgram(program.toString());
        assertThat(credentials.ask("elsewhere.example")).isEmpty();
        assertThat(credentials.ask(registry.address()).orElseThrow().getPassword())
                .isEqualTo(TestRegistry.PASSWORD);
        assertThat(CredentialProgram.named("that-nobody-has").ask(registry.address()))
                .isEmpty();
    }
}
