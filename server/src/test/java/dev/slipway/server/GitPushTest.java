package dev.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.awaitility.Awaitility.await;

import dev.slipway.server.account.Teams;
import dev.slipway.server.git.Checkouts;
import dev.slipway.server.git.Commit;
import dev.slipway.server.git.Push;
import dev.slipway.server.git.PushState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitPushTest {

    @TempDir
    Path folder;

    private House house;
    private GitClient git;

    @BeforeEach
    void open() throws Exception {
        house = House.open(folder.resolve("home"));
        git = GitClient.init(folder.resolve("work"));
    }

    @AfterEach
    void close() {
        house.close();
    }

    private List<Push> told(int count) {
        await().until(() -> house.listening.pushes.size() >= count);
        return house.listening.pushes;
    }

    @Test
    void push_createsTheProjectAndIsToldWithItsCommits() throws Exception {
        String first = git.commit("slipway.yml", "services: {}\n");
        git.ok("push", house.url("mia:pw", "shop"), "main");
        String second = git.commit("src/App.java", "class App {}\n");
        git.ok("push", house.url("mia:mia-token", "shop"), "main");

        List<Push> pushes = told(2);
        assertThat(pushes)
                .extracting(Push::before, Push::after)
                .containsExactly(tuple(null, first), tuple(first, second));
        assertThat(pushes).allSatisfy(push -> {
            assertThat(push.project()).isEqualTo("shop");
            assertThat(push.ref()).isEqualTo("refs/heads/main");
            assertThat(push.pusher()).isEqualTo("mia");
        });
        assertThat(house.foundation.history().between("shop", Optional.of(first), second, 10))
                .extracting(Commit::title, Commit::author)
                .containsExactly(tuple("change src/App.java", "Ada"));
        assertThat(house.foundation.history().changedPaths("shop", Optional.of(first), second))
                .containsExactly("src/App.java");
        assertThat(house.foundation.trees().file("shop", "main", "src/App.java"))
                .contains("class App {}\n");
        assertThat(house.foundation.trees().file("shop", second, "src")).isEmpty();
        assertThat(house.foundation.trees().files("shop", first, "", _ -> true)).containsOnlyKeys("slipway.yml");
    }

    @Test
    void clone_givesBackWhatWasPushed() throws Exception {
        git.commit("a.txt", "1\n");
        git.ok("push", house.url("mia:pw", "shop"), "main", "HEAD:refs/tags/v1");
        GitClient other = new GitClient(Files.createDirectories(folder.resolve("other")));
        other.ok("clone", "-q", house.url("vic:pw", "shop"), ".");
        assertThat(folder.resolve("other/a.txt")).hasContent("1\n");
        assertThat(other.ok("tag")).contains("v1");
        assertThat(other.ok("ls-remote", house.url("vic:pw", "shop").replace(".git", "")))
                .contains("refs/heads/main");
    }

    @Test
    void brokenDeliveryFile_refusesThePushWithItsPosition() throws Exception {
        git.commit("slipway.yml", "broken\n");
        GitClient.Outcome outcome = git.run("push", house.url("mia:pw", "shop"), "main");
        assertThat(outcome.exit()).isNotZero();
        assertThat(outcome.output())
                .contains("slipway.yml:3:5: error: this is broken (mend it)")
                .contains("slipway.yml has an error, see above");
        assertThat(house.foundation.repositories().refs("shop")).isEmpty();
        assertThat(house.foundation.journal().latest("shop", 10)).isEmpty();

        git.commit("slipway.yml", "fine\n");
        git.ok("push", house.url("mia:pw", "shop"), "main");
        assertThat(told(1)).hasSize(1);
    }

    @Test
    void unknownReviewers_refuseThePush() throws Exception {
        Teams teams = new Teams(house.database, InstantSource.system());
        teams.create("ops", List.of(), "test");
        git.commit("slipway.yml", """
                services: {shop: {artifact: shop, command: ./shop}}
                environments:
                  staging: {gates: {reviewers: [grace, "team:opps"]}}
                  production: {gates: {reviewers: {users: ["team:finance"]}}}
                """);
        assertThat(git.run("push", house.url("mia:pw", "shop"), "main").output())
                .contains("slipway.yml:3:33: error: there is no account 'grace' on this server")
                .contains("slipway.yml:3:40: error: there is no team 'opps' on this server (did you mean 'team:ops'?)")
                .contains("slipway.yml:4:44: error: there is no team 'finance' on this server")
                .contains("`slipway teams add finance USER...`");

        git.commit("slipway.yml", """
                services: {shop: {artifact: shop, command: ./shop}}
                environments:
                  staging: {gates: {reviewers: ["team:ops"]}}
                """);
        git.ok("push", house.url("mia:pw", "shop"), "main");
        assertThat(told(1)).hasSize(1);
    }

    @Test
    void actionsBesideTheWorkflows_areLookedAt() throws Exception {
        git.commit(".github/actions/own/action.yml", "broken\n");
        git.commit("action.yaml", "broken\n");
        git.commit(".github/actions-lock.json", "broken\n");
        git.commit("examples/action.yml", "broken\n");
        git.commit("tools/a/action.yml", "broken\n");
        git.commit("tools/b/action.yaml", "broken\n");
        git.commit(".github/workflows/ci.yml", """
                on: push
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    steps: [{uses: './tools/a'}, {uses: ./tools//b/}, {uses: ./../../etc}]
                """);
        assertThat(git.ok("push", house.url("mia:pw", "shop"), "main"))
                .contains(
                        ".github/actions/own/action.yml:3:5: warning: this is broken",
                        "action.yaml:3:5: warning: this is broken",
                        ".github/actions-lock.json:3:5: warning: this is broken",
                        "tools/a/action.yml:3:5: warning: this is broken",
                        "tools/b/action.yaml:3:5: warning: this is broken")
                .doesNotContain("examples/");
    }

    @Test
    void brokenWorkflow_isShownAndDoesNotRefuse() throws Exception {
        git.commit(".github/workflows/ci.yml", "broken\n");
        String output = git.ok("push", house.url("mia:pw", "shop"), "main");
        assertThat(output).contains(".github/workflows/ci.yml:3:5: warning: this is broken");
        told(1);
        assertThat(house.foundation.journal().latest("shop", 1).getFirst().findings())
                .hasSize(1);
    }

    @Test
    void strangersAndViewers_cannotPush() throws Exception {
        git.commit("a.txt", "1\n");
        assertThat(git.run("push", house.url("vic:pw", "shop"), "main").output())
                .contains("403");
        assertThat(git.run("push", house.url("mia:wrong", "shop"), "main").output())
                .contains("Authentication failed");
        assertThat(git.run("push", house.url("vic:mia-token", "shop"), "main").output())
                .contains("Authentication failed");
        assertThat(git.run("push", house.url("mia:mia-read", "shop"), "main").output())
                .contains("403");
        assertThat(git.run("push", house.url("mia:mia-shop", "blog"), "main").output())
                .contains("403");
        assertThat(house.foundation.projects().all()).isEmpty();
        git.ok("push", house.url("mia:mia-shop", "shop"), "main");
        assertThat(house.foundation.projects().exists("shop")).isTrue();
    }

    @Test
    void badProjectName_isRefusedAndLeavesNothing() throws Exception {
        git.commit("a.txt", "1\n");
        assertThat(git.run("push", house.url("mia:pw", "Shop_1"), "main").exit())
                .isNotZero();
        assertThat(git.run("push", house.url("mia:pw", "..%2f..%2fx"), "main").exit())
                .isNotZero();
        assertThat(house.foundation.projects().all()).isEmpty();
        assertThat(house.home.repositories()).isEmptyDirectory();
    }

    @Test
    void firstBranch_becomesTheDefaultAndCannotBeDeleted() throws Exception {
        git.commit("a.txt", "1\n");
        git.ok("push", house.url("mia:pw", "shop"), "main:trunk");
        told(1);
        await().until(() ->
                house.foundation.repositories().defaultBranch("shop").equals("trunk"));
        assertThat(git.run("push", house.url("mia:pw", "shop"), ":trunk").output())
                .contains("the default branch cannot be deleted");
        git.ok("push", house.url("mia:pw", "shop"), "main:side");
        git.ok("push", house.url("mia:pw", "shop"), ":side");
        assertThat(told(3).getLast().deletes()).isTrue();
        assertThat(git.run("push", house.url("mia:pw", "shop"), "main:refs/pull/1/head")
                        .output())
                .contains("only branches and tags");
    }

    @Test
    void failingListener_isToldAgainAndKeepsTheOrder() throws Exception {
        house.listening.failure = new IllegalStateException("not now");
        git.commit("a.txt", "1\n");
        git.ok("push", house.url("mia:pw", "shop"), "main");
        String second = git.commit("a.txt", "2\n");
        git.ok("push", house.url("mia:pw", "shop"), "main");
        assertThat(told(2).getLast().after()).isEqualTo(second);
        assertThat(house.foundation.journal().in(PushState.RECEIVED)).isEmpty();
    }

    @Test
    void checkout_isARealCloneOfTheCommit() throws Exception {
        String first = git.commit("a.txt", "1\n");
        String second = git.commit("a.txt", "2\n");
        git.ok("push", house.url("mia:pw", "shop"), "main", "HEAD:refs/tags/v1");
        Path shallow = folder.resolve("shallow");
        house.foundation
                .checkouts()
                .checkOut(
                        new Checkouts.Source("shop", "refs/heads/main", second, 1, "http://localhost/git/shop.git"),
                        shallow);
        GitClient clone = new GitClient(shallow);
        assertThat(clone.ok("log", "--format=%H")).isEqualTo(second + "\n");
        assertThat(clone.ok("status", "-sb")).startsWith("## main");
        assertThat(clone.ok("remote", "get-url", "origin")).contains("http://localhost/git/shop.git");
        Path full = folder.resolve("full");
        house.foundation
                .checkouts()
                .checkOut(
                        new Checkouts.Source("shop", "refs/tags/v1", first, 0, "http://localhost/git/shop.git"), full);
        assertThat(full.resolve("a.txt")).hasContent("1\n");
        assertThat(new GitClient(full).ok("log", "--format=%H", "origin/main")).isEqualTo(second + "\n" + first + "\n");
    }
}
