package dev.slipway.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.slipway.actions.plan.Conclusion;
import dev.slipway.kernel.Problem;
import dev.slipway.runner.host.JobLimits;
import dev.slipway.runner.host.RunnerHost;
import dev.slipway.runner.wall.AccountRange;
import dev.slipway.runner.wall.Isolation;
import dev.slipway.runner.wall.Walls;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job behind walls tries what it must not be able to do, and does what every job may. */
class WalledJobTest {

    @TempDir
    Path folder;

    Path secret;
    JobBench bench;

    @BeforeEach
    void setUp() throws Exception {
        Path home = Files.createDirectory(folder.resolve("server"));
        secret = Files.writeString(home.resolve("secrets.keyset"), "TREASURE");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-r--r--"));
        Walls walls = Walls.find(
                new Walls.Order(Isolation.AVAILABLE, AccountRange.USUAL, List.of(home)),
                folder.resolve("jobs"),
                System.getenv());
        assumeTrue(walls.stand(), () -> "no walls on this host: " + walls.why());
        bench = new JobBench(folder).behind(walls);
    }

    private JobOutcome succeeds(String steps) throws Exception {
        JobOutcome outcome = bench.steps(steps);
        assertThat(bench.log()).doesNotContain("##[error]").doesNotContain("TREASURE");
        assertThat(outcome.conclusion()).isEqualTo(Conclusion.SUCCESS);
        return outcome;
    }

    private void fails(String steps) throws Exception {
        JobOutcome outcome = bench.steps(steps);
        assertThat(outcome.conclusion()).as(bench.log()).isEqualTo(Conclusion.FAILURE);
        assertThat(bench.log()).doesNotContain("TREASURE");
    }

    @Test
    void job_hasAnAccountFoldersAndVariablesOfItsOwn() throws Exception {
        succeeds("""
                - run: |
                    test "$(id -u)" -ge 500000
                    test "$(whoami)" = runner
                    test "$(stat -c %u .)" = "$(id -u)"
                    touch in-workspace "$HOME/in-home" "$RUNNER_TEMP/in-temp" "$RUNNER_TOOL_CACHE/tool" /tmp/in-tmp
                    echo "COLOUR=deep blue" >> "$GITHUB_ENV"
                    echo "n=7" >> "$GITHUB_OUTPUT"
                    grep CapEff: /proc/self/status | grep -q 0000000000000000
                  id: first
                - run: test "$COLOUR" = "deep blue" && test "$N" = 7 && test -e /tmp/in-tmp
                  env: {N: "${{ steps.first.outputs.n }}"}
                """);
    }

    @Test
    void homesProcessesAndSystemFiles_areOutOfReach() throws Exception {
        bench.hostEnvironment.put("SERVER_FILE", secret.toString());
        succeeds("""
                - run: |
                    ! cat %1$s
                    ! ls %2$s
                    ! ls /root/.[a-z]*
                    test "$(ls /home)" = runner
                    ! touch /etc/x /usr/x /var/x
                    ! kill -9 %3$d
                    ! cat /proc/%3$d/environ
                    test "$(ls -d /proc/[0-9]* | wc -l)" -lt 12
                  shell: bash --noprofile --norc {0}
                """.formatted(
                        secret, secret.getParent(), ProcessHandle.current().pid()));
    }

    @Test
    void home_isWhereItIsInEveryJob_alsoForWhatTheRunnerLooksUpThere() throws Exception {
        succeeds("""
                - run: |
                    test "$HOME" = /home/runner
                    test "$(getent passwd "$(id -u)" | cut -d: -f6)" = /home/runner
                    mkdir -p ~/bin ~/.cache/it
                    printf '#!/bin/sh\\nexec /bin/sh "$@"\\n' > ~/bin/own-shell
                    chmod +x ~/bin/own-shell
                    echo x > ~/.cache/it/file
                    echo "$HOME/bin" >> "$GITHUB_PATH"
                  shell: bash
                - run: test "$PWD" = /home/runner/.cache/it && test -s file
                  shell: own-shell -e {0}
                  working-directory: /home/runner/.cache/it
                """);
    }

    @Test
    void workspace_isWhereItIsInEveryJob_alsoForWhatTheRunnerDoesThere() throws Exception {
        JobOutcome outcome = succeeds("""
                - run: |
                    test "$PWD $RUNNER_TEMP" = "/home/runner/work/shop/shop /home/runner/work/_temp"
                    test "$RUNNER_TOOL_CACHE" = /home/runner/work/_tool
                    test "${{ github.workspace }}" = "$GITHUB_WORKSPACE" && test -s "$GITHUB_EVENT_PATH"
                    mkdir -p kept sub bin && echo x > kept/file && touch "$RUNNER_TOOL_CACHE/tool"
                    printf '#!/bin/sh\\necho mine\\n' > bin/own && chmod +x bin/own && echo "$PWD/bin" >> "$GITHUB_PATH"
                    echo '{"problemMatcher": [{"owner": "cc", "severity": "notice", "pattern": [
                      {"regexp": "^(.+): (wrong)$", "file": 1, "message": 2}]}]}' > cc.json
                    echo "::add-matcher::$PWD/cc.json"
                - run: |
                    echo "$PWD/../kept/file: wrong"
                    echo "::notice file=$PWD/a.c::here"
                    test "$PWD $(own)" = "$GITHUB_WORKSPACE/sub mine"
                  working-directory: ${{ github.workspace }}/sub
                - run: test -n "${{ hashFiles(format('{0}/kept/*', github.workspace)) }}"
                - uses: actions/upload-artifact@v4
                  with: {name: both, path: "${{ github.workspace }}/kept\\n~/work/shop/shop/bin"}
                - uses: actions/download-artifact@v4
                  id: down
                  with: {name: both, path: "${{ github.workspace }}/got"}
                - run: test -s got/kept/file && test -s got/bin/own && test "$GOT" = "$PWD/got"
                  env: {GOT: "${{ steps.down.outputs.download-path }}"}
                """);
        assertThat(outcome.annotations())
                .extracting(annotation -> annotation.file().orElse(""))
                .containsExactly("kept/file", "sub/a.c");
    }

    @Test
    void cacheOfAnAbsolutePath_isFoundByAnotherJob() throws Exception {
        String cache = """
                - uses: actions/cache@v4
                  id: cache
                  with: {path: "${{ github.workspace }}/kept", key: k}
                """;
        bench.id = "first";
        succeeds(cache + "- run: mkdir kept && echo x > kept/file\n");
        bench.id = "second";
        succeeds(cache + "- run: test -s kept/file && ${{ steps.cache.outputs.cache-hit }}\n");
    }

    @Test
    void packagesThatASetupActionKeeps_areThereInTheNextJob() throws Exception {
        String setup = """
                - run: echo '<project/>' > pom.xml
                - uses: actions/setup-java@v4
                  id: java
                  with: {java-version: 25, distribution: temurin, cache: %s}
                """;
        bench.id = "first";
        succeeds(setup.formatted("maven") + """
                - run: mkdir -p ~/.m2/repository && echo x > ~/.m2/repository/kept
                - run: test "${{ steps.java.outputs.cache-hit }}" = false
                """);
        bench.id = "second";
        succeeds(setup.formatted("maven")
                + "- run: test -s ~/.m2/repository/kept && ${{ steps.java.outputs.cache-hit }}\n");

        fails(setup.formatted("gradle"));
        assertThat(bench.log()).contains("no file in the workspace matches **/*.gradle*");
        fails(setup.formatted("npm"));
        assertThat(bench.log()).contains("Caching for 'npm' is not supported").contains("maven, gradle, sbt");
    }

    @Test
    void variablesOfTheJob_doNotSteerTheWayIn() throws Exception {
        succeeds("""
                - run: |
                    echo "LD_PRELOAD=$PWD/evil.so" >> "$GITHUB_ENV"
                    echo "SHELLOPTS=xtrace" >> "$GITHUB_ENV"
                    echo 'PS4=$(touch /run/slipway-accounts/owned)' >> "$GITHUB_ENV"
                    echo 'BASH_FUNC_echo%%=() { touch /run/slipway-accounts/owned; }' >> "$GITHUB_ENV"
                - run: test "$LD_PRELOAD" = "$PWD/evil.so"
                  shell: sh {0}
                """);
        assertThat(bench.log()).contains("evil.so");
        assertThat(Path.of("/run/slipway-accounts/owned")).doesNotExist();
    }

    @Test
    void whatOneStepLeavesRunning_theNextFindsAndTheEndKills() throws Exception {
        succeeds("""
                - run: (setsid env -i sleep 4242 >/dev/null 2>&1 </dev/null &)
                - run: cat /proc/[0-9]*/cmdline | tr '\\0' ' ' | grep -q "sleep 4242"
                """);
        assertThat(ProcessHandle.allProcesses()
                        .filter(process ->
                                process.info().commandLine().orElse("").endsWith("sleep 4242")))
                .isEmpty();
    }

    @Test
    void linksInThePlaceOfCommandFiles_areNotFollowed() throws Exception {
        fails("""
                - run: ln -sf %1$s "$GITHUB_ENV" && ln -sf %1$s "$GITHUB_STEP_SUMMARY"
                """.formatted(secret));
        assertThat(bench.log()).contains("is a link, which is not followed");
    }

    @Test
    void pipeInThePlaceOfACommandFile_doesNotHoldUpTheRunner() throws Exception {
        succeeds("""
                - run: rm "$GITHUB_OUTPUT" && mkfifo "$GITHUB_OUTPUT"
                """);
    }

    @Test
    void artifactOfALink_hasNothingOfTheServer() throws Exception {
        fails("""
                - run: mkdir out && ln -s %s out/link && ln -s %s out/folder && echo fine > out/real
                - uses: actions/upload-artifact@v4
                  with: {name: out, path: out, if-no-files-found: error}
                - uses: actions/download-artifact@v4
                  with: {name: out, path: back}
                - run: cat back/real && test ! -e back/link && cat back/folder/*
                """.formatted(secret, secret.getParent()));
        assertThat(bench.log()).contains("fine");
    }

    @Test
    void artifactsAndCaches_goRoundWithTheirModes() throws Exception {
        succeeds("""
                - run: mkdir -p out /tmp/elsewhere && echo hi > out/a && chmod 755 out/a && ln -s a out/b && echo x > /tmp/elsewhere/x
                - uses: actions/upload-artifact@v4
                  with: {name: out, path: out/a}
                - uses: actions/download-artifact@v4
                  with: {name: out, path: deep/er}
                - run: test -x deep/er/a && test -O deep/er/a
                - uses: actions/upload-artifact@v7
                  with: {path: out/a, archive: false}
                - uses: actions/download-artifact@v8
                  with: {name: a, path: one}
                - run: cmp one/a out/a && test -O one/a
                - uses: actions/cache/save@v4
                  with:
                    key: k
                    path: |
                      out
                      /tmp/elsewhere
                - run: rm -rf out /tmp/elsewhere
                - uses: actions/cache/restore@v4
                  with:
                    key: k
                    path: |
                      out
                      /tmp/elsewhere
                - run: test -x out/a && test "$(readlink out/b)" = a && test "$(cat /tmp/elsewhere/x)" = x
                """);
    }

    @Test
    void restoredCache_doesNotGoThroughAPlantedLink() throws Exception {
        fails("""
                - run: mkdir out && echo evil > out/secrets.keyset
                - uses: actions/cache/save@v4
                  with: {key: k, path: out}
                - run: rm -rf out && ln -s %s out
                - uses: actions/cache/restore@v4
                  with: {key: k, path: out}
                """.formatted(secret.getParent()));
        assertThat(secret).hasContent("TREASURE");
    }

    @Test
    void hashOfFiles_isThatOfAJobWithoutWalls_andFollowsNoLinkOut() throws Exception {
        String steps = """
                - run: mkdir d && echo one > d/1 && echo two > d/2 && ln -s 1 d/3
                - run: test "$HASH" = "$(cd d && for f in 1 2 3; do printf "$(sha256sum < $f | cut -d' ' -f1 | sed 's/../\\\\x&/g')"; done | sha256sum | cut -d' ' -f1)"
                  env: {HASH: "${{ hashFiles('d/**') }}"}
                - run: ln -s %s d/4 && echo "SEEN=${{ hashFiles('d/4') }}"
                - run: echo "now '${{ hashFiles('d/4') }}'"
                """.formatted(secret);
        succeeds(steps);
        assertThat(bench.log()).contains("now ''");
    }

    @Test
    void checkout_belongsToTheJob_andGoesThroughNoLink() throws Exception {
        bench.tree(Map.of("src/a.txt", "code", "run.sh", "echo"));
        succeeds("""
                - run: echo old > stale && mkdir -p sub/locked && touch sub/locked/x && chmod 500 sub/locked
                - uses: actions/checkout@v4
                - run: test "$(cat src/a.txt)" = code && test ! -e stale && test ! -e sub && test -O src/a.txt && echo more >> src/a.txt
                """);
        fails("""
                - run: ln -s %s inner
                - uses: actions/checkout@v4
                  with: {path: inner}
                """.formatted(secret.getParent()));
        assertThat(secret).hasContent("TREASURE");
    }

    @Test
    void matchersAndLocalActions_areReadAsTheJob() throws Exception {
        fails("""
                - run: |
                    mkdir -p act && ln -s %1$s act/action.yml
                    echo "::add-matcher::%1$s"
                    ln -s %1$s matcher.json
                    echo "::add-matcher::matcher.json"
                - uses: ./act
                """.formatted(secret));
        assertThat(bench.log()).contains("there is no matcher file").contains("Can't find 'action.yml'");
    }

    @Test
    void toolOfTheJobsOwn_isAskedForItsVersionAsTheJob() throws Exception {
        succeeds("""
                - run: |
                    mkdir -p "$HOME/.nvm/versions/node/v99.1.0/bin"
                    printf '#!/bin/sh\\nid -u > /tmp/asked\\necho v99.1.0\\n' > "$HOME/.nvm/versions/node/v99.1.0/bin/node"
                    chmod +x "$HOME/.nvm/versions/node/v99.1.0/bin/node"
                - uses: actions/setup-node@v4
                  with: {node-version: 99}
                - run: test "$(cat /tmp/asked)" = "$(id -u)"
                """);
    }

    @Test
    void forksWithoutEnd_runIntoTheLimitAndDieWithTheRoom() throws Exception {
        bench.limiting(new JobLimits(OptionalLong.empty(), OptionalLong.of(40)));
        fails("""
                - shell: sh
                  run: |
                    for i in $(seq 200); do (setsid sleep 4343 &) & done
                    wait
                    test "$(cat /proc/[0-9]*/cmdline | tr '\\0' ' ' | grep -o 'sleep 4343' | wc -l)" = 200
                """);
        assertThat(ProcessHandle.allProcesses()
                        .filter(process ->
                                process.info().commandLine().orElse("").endsWith("sleep 4343")))
                .isEmpty();
    }

    @Test
    void codeOfStrangers_hasNoContainers() {
        bench.untrusted = true;
        assertThatThrownBy(() -> bench.job("""
                        runs-on: ubuntu-latest
                        container: debian:12
                        steps:
                          - run: id
                        """))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("may have no containers");
    }

    @Test
    void codeOfStrangers_hasNoDockerActionsEither() throws Exception {
        bench.untrusted = true;
        fails("""
                - uses: docker://debian:12
                """);
        assertThat(bench.log()).contains("may have no containers");
    }

    @Test
    void codeOfStrangers_doesNotRunWithoutWalls() {
        bench.untrusted = true;
        bench.behind(Walls.none());
        assertThatThrownBy(() -> bench.steps("- run: id"))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("runs behind walls only");
    }

    @Test
    void interruptedJob_givesItsAccountBack() throws Exception {
        bench.behind(Walls.find(
                new Walls.Order(Isolation.REQUIRED, new AccountRange(500_999, 500_999), List.of()),
                folder.resolve("jobs"),
                System.getenv()));
        Thread job = Thread.ofPlatform()
                .start(() -> assertThatThrownBy(() -> bench.steps("- run: echo begun && sleep 4444"))
                        .isInstanceOf(InterruptedException.class));
        await().atMost(Duration.ofSeconds(60)).until(() -> bench.log().lines().anyMatch("begun"::equals));

        job.interrupt();

        assertThat(job.join(Duration.ofSeconds(60))).isTrue();
        succeeds("- run: test $(id -u) = 500999");
    }

    @Test
    void foldersOfAKilledLife_areFoundAndRemoved() throws Exception {
        Path left = Files.createDirectories(folder.resolve("jobs/job-1-1"));
        Files.createDirectories(folder.resolve("jobs/_tool"));
        JobRunner runner =
                new JobRunner(RunnerHost.of("bench", folder.resolve("jobs"), System.getenv()), InstantSource.system());

        List<Path> remains = runner.remains();
        assertThat(remains).containsExactly(left);
        runner.removeRemains(remains);

        assertThat(left).doesNotExist();
        assertThat(folder.resolve("jobs/_tool")).exists();
    }
}
