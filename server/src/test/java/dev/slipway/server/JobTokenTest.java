package dev.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.server.git.JobKeys;
import dev.slipway.server.git.JobKeys.Power;
import dev.slipway.server.project.Readers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a job reaches with its {@code github.token}: its own repository, as its permissions say, while it runs. */
class JobTokenTest {

    @TempDir
    Path folder;

    private House house;
    private GitClient git;

    @BeforeEach
    void open() throws Exception {
        house = House.open(folder.resolve("home"));
        git = GitClient.init(folder.resolve("work"));
        git.commit("a.txt", "one");
        git.ok("push", "-q", house.url("mia:mia-token", "shop"), "HEAD:refs/heads/main");
        git.ok("push", "-q", house.url("mia:mia-token", "other"), "HEAD:refs/heads/main");
    }

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void keyOfAJob_opensItsOwnRepository_asCheckoutAsksForIt_untilTheJobEnds() throws Exception {
        JobKeys.Key key = house.foundation.jobKeys().issue(new JobKeys.Right("shop", Set.of(Power.FETCH)));
        assertThat(fetch(key, "shop").exit()).isZero();
        assertThat(fetch(key, "other").output()).contains("403");
        assertThat(push(key).output()).contains("403");
        key.close();
        assertThat(fetch(key, "shop").exit()).isNotZero();
    }

    @Test
    void keyThatMayWrite_pushes_asNobodysAccount() throws Exception {
        try (JobKeys.Key key =
                house.foundation.jobKeys().issue(new JobKeys.Right("shop", Set.of(Power.FETCH, Power.PUSH)))) {
            git.commit("b.txt", "two");
            assertThat(push(key).exit()).isZero();
        }
        try (JobKeys.Key key = house.foundation.jobKeys().issue(new JobKeys.Right("shop", Set.of()))) {
            assertThat(fetch(key, "shop").output()).contains("403");
        }
        await().until(() -> house.listening.pushes.size() == 3);
        assertThat(house.listening.pushes.getLast().pusher()).isEqualTo(JobKeys.PUSHER);
    }

    @Test
    void grant_letsAKeyFetchFromTheOtherProject_andNothingElse_untilItIsRevoked() throws Exception {
        git.ok("push", "-q", house.url("mia:mia-token", "third"), "HEAD:refs/heads/main");
        Readers readers = house.foundation.readers();
        readers.allow("other", "shop", "ada");
        readers.allow("third", "other", "ada");
        JobKeys keys = house.foundation.jobKeys();
        try (JobKeys.Key key = keys.issue(new JobKeys.Right("shop", EnumSet.allOf(Power.class)));
                JobKeys.Key strangers = keys.issue(new JobKeys.Right("shop", Set.of(Power.FETCH, Power.ARTIFACTS)));
                JobKeys.Key others = keys.issue(new JobKeys.Right("other", EnumSet.allOf(Power.class)))) {
            assertThat(fetch(key, "other").exit()).isZero();
            assertThat(push(key, "other").output()).contains("403");
            assertThat(fetch(key, "third").output()).contains("403");
            assertThat(fetch(key, "absent").output()).contains("403");
            assertThat(fetch(strangers, "other").output()).contains("403");
            assertThat(fetch(others, "shop").output()).contains("403");
            readers.revoke("other", "shop", "ada");
            assertThat(fetch(key, "other").output()).contains("403");
        }
    }

    private GitClient.Outcome fetch(JobKeys.Key key, String project) throws Exception {
        return git.run("-c", header(key), "fetch", "--depth=1", url(project), "+refs/heads/main:refs/remotes/x/main");
    }

    private GitClient.Outcome push(JobKeys.Key key) throws Exception {
        return push(key, "shop");
    }

    private GitClient.Outcome push(JobKeys.Key key, String project) throws Exception {
        return git.run("-c", header(key), "push", url(project), "HEAD:refs/heads/main");
    }

    /** As the stock checkout writes it. */
    private String header(JobKeys.Key key) {
        String login =
                Base64.getEncoder().encodeToString(("x-access-token:" + key.token()).getBytes(StandardCharsets.UTF_8));
        return "http." + origin() + "/.extraheader=AUTHORIZATION: basic " + login;
    }

    private String url(String project) {
        return origin() + "/slipway/" + project;
    }

    private String origin() {
        return "http://127.0.0.1:" + house.server.port();
    }
}
