package dev.slipway.server.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.slipway.actions.run.RunState;
import dev.slipway.delivery.gate.Approval.Decision;
import dev.slipway.runner.wall.Walls;
import dev.slipway.server.project.Hook;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a job gets of other projects: nothing that they have not allowed, and no more than to read. */
class OtherProjectsTest {

    private static final List<String> SHOP_READS_LIB = List.of("lib", RunHouse.PROJECT);

    private static final String TOOL = """
            name: tool
            description: says hello
            runs:
              using: composite
              steps: [{run: 'echo "the tool of lib"', shell: bash}]
            """;

    private static final String CHECKOUT = """
            on: [push, pull_request]
            jobs:
              build:
                runs-on: ubuntu-latest
                steps:
                  - uses: actions/checkout@v4
                    with: {repository: slipway/lib, path: lib}
                  - run: cat lib/hello.txt
            """;

    private static final String ACTION = """
            on: push
            jobs:
              build:
                runs-on: ubuntu-latest
                steps: [{uses: slipway/lib/tool@main}]
            """;

    @TempDir
    Path folder;

    private RunHouse house;

    @BeforeEach
    void setUp() throws Exception {
        house = new RunHouse(folder, InstantSource.system());
    }

    @AfterEach
    void tearDown() {
        house.close();
    }

    private RunView build(String workflow) throws Exception {
        return house.end(house.push(workflow));
    }

    private void assertRefused(RunView run, String project) {
        assertThat(run.state()).isEqualTo(RunState.FAILED);
        assertThat(house.log(run, "build")).contains("a job of 'shop' may not read '" + project + "'");
    }

    @Test
    void checkout_isRefusedUntilTheOtherProjectAllowsIt_andAgainFromTheMomentThatItIsRevoked() throws Exception {
        house.neighbour("lib", Map.of("hello.txt", "hello of lib\n"));
        RunView before = build(CHECKOUT);
        assertRefused(before, "lib");
        assertThat(house.log(before, "build")).contains("slipway projects readers lib --allow shop");

        house.grants.add(SHOP_READS_LIB);
        RunView allowed = build(CHECKOUT);
        assertThat(allowed.state()).as(house.log(allowed, "build")).isEqualTo(RunState.SUCCEEDED);
        assertThat(house.log(allowed, "build")).contains("hello of lib");

        house.grants.remove(SHOP_READS_LIB);
        assertRefused(build(CHECKOUT), "lib");
    }

    @Test
    void projectThatIsNotThere_isRefusedLikeOneThatIsClosed() throws Exception {
        assertRefused(build(CHECKOUT), "lib");
    }

    @Test
    void grant_isOfOneDirection() throws Exception {
        house.neighbour("lib", Map.of("hello.txt", "hello\n"));
        house.grants.add(SHOP_READS_LIB.reversed());
        assertRefused(build(CHECKOUT), "lib");
    }

    @Test
    void jobWithoutTheRightToReadCode_readsNobodysElse() throws Exception {
        house.neighbour("lib", Map.of("hello.txt", "hello\n"));
        house.grants.add(SHOP_READS_LIB);
        RunView run = build(CHECKOUT.replace("jobs:", "permissions: {issues: write}\njobs:"));
        assertRefused(run, "lib");
        assertThat(house.log(run, "build")).contains("permissions: {contents: read}");
    }

    @Test
    void action_ofAnotherProject_runsOnceItIsAllowed() throws Exception {
        house.neighbour("lib", Map.of("tool/action.yml", TOOL));
        assertRefused(build(ACTION), "lib");

        house.grants.add(SHOP_READS_LIB);
        RunView run = build(ACTION);
        assertThat(house.log(run, "build")).contains("the tool of lib");
        assertThat(run.state()).isEqualTo(RunState.SUCCEEDED);

        house.grants.remove(SHOP_READS_LIB);
        assertRefused(build(ACTION), "lib");
    }

    @Test
    void grant_leadsToNoThirdProject() throws Exception {
        house.neighbour("vault", Map.of("tool/action.yml", TOOL));
        house.neighbour(
                "lib",
                Map.of(
                        "tool/action.yml",
                        TOOL.replace(
                                "{run: 'echo \"the tool of lib\"', shell: bash}", "{uses: slipway/vault/tool@main}")));
        house.grants.add(SHOP_READS_LIB);
        house.grants.add(List.of("vault", "lib"));
        assertRefused(build(ACTION), "vault");
    }

    @Test
    void workflow_ofAnotherProject_isCalledOnceItIsAllowed_withNoSecretThatTheCallDoesNotGive() throws Exception {
        house.secrets.put("DEPLOY", "hunter2");
        house.neighbour("lib", Map.of(".github/workflows/shared.yml", """
                on: workflow_call
                jobs:
                  made:
                    runs-on: ubuntu-latest
                    env: {DEPLOY: "${{ secrets.DEPLOY }}"}
                    steps: [{run: 'echo "by lib in $GITHUB_REPOSITORY; ${#DEPLOY} letters"'}]
                """));
        String calls = "on: push\njobs: {build: {uses: slipway/lib/.github/workflows/shared.yml@main}}\n";
        RunView before = build(calls);
        assertThat(before.state()).isEqualTo(RunState.FAILED);
        assertThat(before.reason()).contains("a job of 'shop' may not read 'lib'");

        house.grants.add(SHOP_READS_LIB);
        RunView run = build(calls);
        assertThat(run.state()).as(run.reason()).isEqualTo(RunState.SUCCEEDED);
        assertThat(house.log(run, "build / made")).contains("by lib in slipway/shop; 0 letters");
    }

    @Test
    void artifacts_ofAnotherProjectsRun_comeOnceItIsAllowed() throws Exception {
        RunView made = house.end(house.neighbour("lib", Map.of(".github/workflows/make.yml", """
                        on: push
                        jobs:
                          make:
                            runs-on: ubuntu-latest
                            steps:
                              - run: echo jar > lib.jar
                              - uses: actions/upload-artifact@v4
                                with: {name: jar, path: lib.jar}
                        """))
                .orElseThrow());
        String download = """
                on: push
                jobs:
                  build:
                    runs-on: ubuntu-latest
                    steps:
                      - uses: actions/download-artifact@v5
                        with: {name: jar, repository: slipway/lib, run-id: RUN, github-token: "${{ github.token }}"}
                      - run: cat lib.jar
                """.replace("RUN", Long.toString(made.serial()));
        assertRefused(build(download), "lib");

        house.grants.add(SHOP_READS_LIB);
        RunView run = build(download);
        assertThat(run.state()).as(house.log(run, "build")).isEqualTo(RunState.SUCCEEDED);
        RunView narrow = build(download.replace("jobs:", "permissions: {contents: read}\njobs:"));
        assertRefused(narrow, "lib");
        assertThat(house.log(narrow, "build")).contains("permissions: {actions: read}");
    }

    @Test
    void codeOfStrangers_readsNoOtherProject_alsoWhereTheirBaseMay() throws Exception {
        Walls walls = house.wallUp();
        assumeTrue(walls.stand(), () -> "no walls on this host: " + walls.why());
        house.neighbour("lib", Map.of("hello.txt", "hello of lib\n"));
        house.grants.add(SHOP_READS_LIB);
        assertThat(build(CHECKOUT).state()).isEqualTo(RunState.SUCCEEDED);
        String head = house.git("rev-parse", "HEAD");
        house.git("update-ref", "refs/pull/7/head", head);
        house.pulls().onHook(new Hook(RunHouse.PROJECT, "pull_request", """
                {"action": "opened", "number": 7, "sender": {"login": "eve"},
                 "pull_request": {"title": "Better", "number": 7,
                  "head": {"ref": "offer", "sha": "%s", "repo": {"full_name": "eve/shop"}},
                  "base": {"ref": "main", "repo": {"full_name": "acme/shop"}}}}
                """.formatted(head)));
        RunView offered = house.newest();
        assertThat(offered.untrusted()).isTrue();
        house.reviews.decide(offered.id(), new JobReviews.Word(Decision.APPROVED, Optional.empty(), "mia", ""));
        assertRefused(house.end(offered), "lib");
    }
}
