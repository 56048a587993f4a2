package dev.slipway.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.actions.plan.Conclusion;
import dev.slipway.containers.Engine;
import dev.slipway.containers.NeedsRegistry;
import dev.slipway.containers.TestEngine;
import dev.slipway.containers.TestRegistry;
import dev.slipway.runner.container.JobLabels;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NeedsRegistry
class RegistryJobTest {

    @TempDir
    Path folder;

    private Engine engine;
    private TestRegistry registry;
    private JobBench bench;

    @BeforeEach
    void bench() throws Exception {
        engine = TestEngine.connect();
        registry = TestRegistry.start(engine, Files.createDirectory(folder.resolve("registry")));
        registry.push("team/box", "1");
        bench = new JobBench(Files.createDirectory(folder.resolve("bench")));
        bench.engines = TestEngine.access();
        bench.secrets.put("PULLER", TestRegistry.USER);
        bench.vars.put("PULLER", TestRegistry.USER);
        bench.secrets.put("PASSWORD", TestRegistry.PASSWORD);
    }

    @AfterEach
    void nothingIsLeft() {
        assertThat(JobLabels.removeAll(engine, bench.id)).as("left of the job").isZero();
        bench.engines.close();
        registry.close();
        engine.close();
    }

    private void ends(Conclusion conclusion, String text) throws Exception {
        String job = "runs-on: ubuntu-latest\n" + text.replace("IMAGE", registry.address() + "/team/box:1");
        assertThat(bench.job(job).conclusion()).as(bench.log()).isEqualTo(conclusion);
        assertThat(bench.log()).doesNotContain(TestRegistry.PASSWORD).doesNotContain("Trying again");
    }

    @Test
    void jobAndService_comeFromARegistryThatAsks_withCredentialsOfExpressions() throws Exception {
        ends(Conclusion.SUCCESS, """
                env: {WHO: eve}
                strategy: {matrix: {password: [PASSWORD]}}
                container:
                  image: IMAGE
                  credentials:
                    username: ${{ env.WHO }}
                    password: ${{ secrets[matrix.password] }}
                services:
                  web:
                    image: IMAGE
                    credentials: {username: "${{ vars.PULLER }}", password: "${{ secrets.PASSWORD }}"}
                    command: sh -c 'mkdir /www && echo served > /www/index.html && exec httpd -f -h /www'
                    options: --health-cmd "wget -qO- http://127.0.0.1/" --health-interval 200ms --health-retries 50
                steps:
                  - run: echo "$MADE_OF, $(wget -qO- http://web/), ${{ secrets.PASSWORD }}"
                """);
        assertThat(bench.log()).contains("scratch, served, ***");
    }

    @Test
    void credentials_thatAreOneExpression_areAMapping() throws Exception {
        bench.secrets.put("LOGIN", "{\"username\": \"eve\", \"password\": \"" + TestRegistry.PASSWORD + "\"}");
        ends(Conclusion.SUCCESS, """
                container:
                  image: IMAGE
                  credentials: ${{ fromJSON(secrets.LOGIN) }}
                steps:
                  - run: echo here
                """);
    }

    @Test
    void wrongPassword_failsTheJob_withItsPlaceAndAHint() throws Exception {
        bench.secrets.put("PASSWORD", "a-wrong-word");
        ends(Conclusion.FAILURE, """
                container:
                  image: IMAGE
                  credentials: {username: eve, password: "${{ secrets.PASSWORD }}"}
                steps:
                  - run: echo never
                """);
        assertThat(bench.log())
                .containsPattern(
                        "test\\.yml:\\d+:\\d+: the image \\S+ cannot be pulled: the registry \\S+ refuses the user '\\*{3}'")
                .contains("check the username and the password of its credentials")
                .doesNotContain("a-wrong-word", "never");
    }

    @Test
    void passwordThatIsEmpty_isToldBeforeTheRegistryRefuses() throws Exception {
        ends(Conclusion.FAILURE, """
                services:
                  web:
                    image: IMAGE
                    credentials: {username: eve, password: "${{ secrets.NONE }}"}
                steps:
                  - run: echo never
                """);
        assertThat(bench.log())
                .contains("Its credentials have no password; pulling without them", "wants a login", "'credentials'")
                .doesNotContain("never");
    }

    @Test
    void imageThatIsMissing_failsTheJobAtOnce() throws Exception {
        ends(Conclusion.FAILURE, """
                container:
                  image: IMAGE.other
                  credentials: {username: eve, password: "${{ secrets.PASSWORD }}"}
                steps:
                  - run: echo never
                """);
        assertThat(bench.log()).contains("/team/box:1.other cannot be pulled", "does not have it");
    }

    @Test
    void imageWhoseNameIsNone_failsTheJobAtOnce() throws Exception {
        ends(Conclusion.FAILURE, "container: IMAGE/Upper:1\nsteps:\n  - run: echo never\n");
        assertThat(bench.log()).contains("invalid reference format", "write registry/name:tag in lower case");
    }

    @Test
    void stepOfAnImage_thatItsRegistryDoesNotGiveToEverybody_saysHowToLogIn() throws Exception {
        ends(Conclusion.FAILURE, "steps:\n  - uses: docker://IMAGE\n    with: {args: echo never}\n");
        assertThat(bench.log()).contains("wants a login", "docker login " + registry.address());
    }
}
