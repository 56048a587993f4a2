package dev.slipway.server.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.slipway.delivery.preview.PreviewState;
import dev.slipway.delivery.release.Release;
import dev.slipway.delivery.rollout.Rollout;
import dev.slipway.delivery.rollout.RolloutState;
import dev.slipway.kernel.Digest;
import dev.slipway.kernel.Problem;
import dev.slipway.server.release.ReleaseMaker;
import dev.slipway.server.rollout.ServingPlatform.Ailment;
import dev.slipway.store.DatabaseAddress;
import dev.slipway.store.rollout.Preview;
import dev.slipway.store.rollout.Rollouts;
import dev.slipway.testkit.EachDatabase;
import dev.slipway.testkit.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;

/** Environments that come with a branch and go with it. */
class PreviewTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String MAIN = "refs/heads/main";
    private static final String LOGIN = "refs/heads/login";
    private static final String PULL = "refs/pull/7/merge";
    private static final String CONFIG = """
            services:
              web: {artifact: web, command: [serve]}
            environments:
              production: {automatic: false}
            preview:
              keep: 7d
              most: 2
              hosts: {web: ["{name}.preview.example.com"]}
            """;

    private ServingHouse serving;
    private RolloutHouse house;

    private void open(TestDatabase place) {
        serving = ServingHouse.at(DatabaseAddress.parse(place.address()));
        house = serving.house();
        house.sources.builds(Map.of("web", Digest.of("web")));
        house.checks.put("build", dev.slipway.delivery.gate.GateFacts.CheckResult.SUCCEEDED);
        restart();
    }

    @AfterEach
    void close() {
        serving.close();
    }

    private void restart() {
        house.work();
    }

    @EachDatabase
    void branch_getsAnEnvironmentOfItsOwn(TestDatabase place) {
        open(place);
        Release main = push(MAIN, "1").orElseThrow();
        Release login = push(LOGIN, "1").orElseThrow();
        shows("preview-login", login);

        assertThat(house.edge.route("shop:preview-login:web").orElseThrow().hosts())
                .containsExactly("login.preview.example.com");
        assertThat(house.previews().of("shop")).extracting(Preview::shows).containsExactly("login");
        assertThat(house.commands()
                        .deploy("shop", "production", Optional.empty(), word())
                        .release())
                .isEqualTo(main.id());
        assertThatThrownBy(() -> house.commands().deploy("shop", "production", Optional.of(login.id()), word()))
                .isInstanceOfSatisfying(Problem.class, e -> assertThat(e.code()).isEqualTo("only-a-preview"));
        assertThatThrownBy(() -> house.commands().deploy("shop", "preview-none", Optional.of(login.id()), word()))
                .isInstanceOfSatisfying(Problem.class, e -> assertThat(e.code()).isEqualTo("no-preview"));
    }

    @EachDatabase
    void sameCommit_isShownOnce_andTheNextInItsPlace(TestDatabase place) {
        open(place);
        Release first = push(LOGIN, "1").orElseThrow();
        shows("preview-login", first);
        house.built(LOGIN, first.commit());
        assertThat(rollouts("preview-login")).hasSize(1);

        Release second = push(LOGIN, "2").orElseThrow();
        shows("preview-login", second);
        await().atMost(PATIENCE)
                .until(() -> serving.platform().instances().stream()
                        .allMatch(instance -> instance.release().equals(second.id())));
        assertThat(house.built(LOGIN, first.commit()))
                .as("the branch has moved on")
                .isEmpty();
    }

    @EachDatabase
    void deletedBranch_takesItsPreviewWithIt(TestDatabase place) {
        open(place);
        Release login = push(LOGIN, "1").orElseThrow();
        shows("preview-login", login);

        house.previews().gone("shop", "refs/heads/another", "its branch is gone");
        assertThat(house.previews().of("shop")).hasSize(1);
        house.sources.delete(LOGIN);
        house.previews().gone("shop", LOGIN, "its branch is gone");
        ended();
        assertThat(house.built(LOGIN, login.commit())).isEmpty();
    }

    @EachDatabase
    void endOfAPreview_isSeenToByTheNextControlPlane(TestDatabase place) {
        open(place);
        shows("preview-login", push(LOGIN, "1").orElseThrow());

        house.boot(house.crashes.immortal());
        house.previews().remove("shop", "preview-login", word());
        house.work();
        ended();
        assertThatThrownBy(() -> house.previews().remove("shop", "preview-login", word()))
                .isInstanceOfSatisfying(Problem.class, e -> assertThat(e.code()).isEqualTo("no-preview"));
    }

    @EachDatabase
    void quietPreview_endsWithItsTime_andComesBackWithACommit(TestDatabase place) {
        open(place);
        Release login = push(LOGIN, "1").orElseThrow();
        shows("preview-login", login);

        house.pass(Duration.ofDays(8));
        restart();
        ended();
        assertThat(house.built(LOGIN, login.commit()))
                .as("made before, but not shown again")
                .map(Release::id)
                .contains(login.id());
        assertThat(house.previews().of("shop")).isEmpty();
        shows("preview-login", push(LOGIN, "2").orElseThrow());
    }

    @EachDatabase
    void oneTooMany_endsTheQuietest_byWhatTheDefaultBranchSays(TestDatabase place) {
        open(place);
        push(MAIN, "1");
        String greedy = CONFIG.replace("most: 2", "most: 50");
        for (String branch : List.of("one", "two", "three")) {
            house.pass(Duration.ofMinutes(1));
            shows("preview-" + branch, push("refs/heads/" + branch, "1", greedy).orElseThrow());
        }
        await().atMost(PATIENCE).until(() -> house.previews().of("shop").size() == 2);
        assertThat(house.previews().of("shop"))
                .extracting(Preview::name)
                .containsExactly("preview-two", "preview-three");
        assertThat(serving.platform().instances())
                .extracting(instance -> instance.environment())
                .containsExactlyInAnyOrder("preview-two", "preview-three");
    }

    @EachDatabase
    void mergedBranch_needsNoPreview(TestDatabase place) {
        open(place);
        Release login = push(LOGIN, "1").orElseThrow();
        shows("preview-login", login);

        house.previews().moved("shop", MAIN, _ -> false);
        assertThat(house.previews().of("shop")).extracting(Preview::state).containsExactly(PreviewState.LIVE);
        house.previews().moved("shop", MAIN, login.commit()::equals);
        ended();
    }

    @EachDatabase
    void rolloutUnderWay_isCalledOffFirst(TestDatabase place) {
        open(place);
        Release login = push(LOGIN, "1").orElseThrow();
        shows("preview-login", login);
        serving.platform().ail("shop-2", Ailment.IS_NOT_HEALTHY);
        push(LOGIN, "2");
        await().atMost(PATIENCE)
                .until(() -> rollouts("preview-login").getFirst().state() == RolloutState.STARTED);

        house.previews().remove("shop", "preview-login", word());
        ended();
        assertThat(rollouts("preview-login"))
                .allMatch(rollout -> rollout.state().isTerminal());
    }

    @EachDatabase
    void controlPlanesThatDieAtEveryStep_endItAllTheSame(TestDatabase place) throws InterruptedException {
        open(place);
        shows("preview-login", push(LOGIN, "1").orElseThrow());
        house.previews().remove("shop", "preview-login", word());
        for (int lives = 0; !house.previews().of("shop").isEmpty(); lives++) {
            assertThat(lives).isLessThan(30);
            Crashes.Life life = house.crashes.mortal();
            house.boot(life);
            house.start();
            await().atMost(PATIENCE)
                    .until(() -> life.endsWithin(Duration.ofMillis(50))
                            || house.previews().of("shop").isEmpty());
        }
        restart();
        ended();
    }

    @EachDatabase
    void pullRequest_isShownUntilItIsClosed_andAgainWhenItIsReopened(TestDatabase place) {
        open(place);
        push(MAIN, "1");
        Release first = offer("1", CONFIG, false).orElseThrow();
        shows("pr-7", first);
        assertThat(house.edge.route("shop:pr-7:web").orElseThrow().hosts()).containsExactly("pr-7.preview.example.com");
        assertThat(house.previews().of("shop")).extracting(Preview::shows).containsExactly("pull request 7");
        assertThatThrownBy(() -> house.commands().deploy("shop", "production", Optional.of(first.id()), word()))
                .isInstanceOfSatisfying(Problem.class, e -> assertThat(e.code()).isEqualTo("only-a-preview"));

        house.sources.delete(PULL);
        house.previews().gone("shop", PULL, "pull request 7 is merged or closed");
        ended();
        assertThat(house.built(PULL, first.commit())).as("closed").isEmpty();

        house.previews().reopened("shop", PULL);
        shows("pr-7", offer("1", CONFIG, false).orElseThrow());
        assertThat(rollouts("pr-7")).hasSize(2);
    }

    @EachDatabase
    void strangersPullRequest_isShownOnlyWhereTheDefaultBranchWantsIt_byTheBasesWords(TestDatabase place) {
        open(place);
        push(MAIN, "1");
        String wanting = CONFIG.replace("keep: 7d", "pullRequests: all");
        assertThat(offer("1", wanting, true)).as("a stranger cannot ask for it").isEmpty();

        Release main = push(MAIN, "2", wanting).orElseThrow();
        String ambitious = wanting.replace("{name}.preview", "{name}.ambition");
        String commit = house.sources.commit(PULL, "2", ambitious);
        house.sources.offers(commit, new ReleaseMaker.Offer(main.commit(), "f".repeat(40), true));
        shows("pr-7", house.built(PULL, commit).orElseThrow());

        assertThat(house.edge.route("shop:pr-7:web").orElseThrow().hosts()).containsExactly("pr-7.preview.example.com");
    }

    @EachDatabase
    void pullRequest_thatNoRunKnowsOf_isNotShown(TestDatabase place) {
        open(place);
        assertThat(push(PULL, "1")).isEmpty();
    }

    @EachDatabase
    void endedPreview_leavesNoRoute_howeverOldItsReleaseIs(TestDatabase place) {
        open(place);
        shows("preview-login", push(LOGIN, "1").orElseThrow());
        house.edge.ensure(new dev.slipway.delivery.port.Traffic.Route(
                "shop:preview-login:gone", 1, List.of("gone.example.com"), List.of()));

        house.previews().remove("shop", "preview-login", word());
        ended();
        assertThat(house.edge.keys("shop", "preview-login")).isEmpty();
    }

    private Optional<Release> offer(String content, String config, boolean stranger) {
        String commit = house.sources.commit(PULL, content, config);
        house.sources.offers(commit, new ReleaseMaker.Offer(commit, commit, stranger));
        return house.built(PULL, commit);
    }

    private Optional<Release> push(String ref, String content) {
        return push(ref, content, CONFIG);
    }

    private Optional<Release> push(String ref, String content, String config) {
        return house.built(ref, house.sources.commit(ref, content, config));
    }

    private void shows(String preview, Release release) {
        await().atMost(PATIENCE)
                .until(() -> rollouts(preview).stream()
                        .anyMatch(rollout ->
                                rollout.release().equals(release.id()) && rollout.state() == RolloutState.SUCCEEDED));
    }

    private void ended() {
        await().atMost(PATIENCE).until(() -> house.previews().of("shop").isEmpty());
        assertThat(house.platform().instances()).isEmpty();
        assertThat(house.edge.route("shop:preview-login:web")).isEmpty();
    }

    private List<Rollout> rollouts(String environment) {
        return serving.database().read(sql -> new Rollouts().ofEnvironment(sql, "shop", environment, 20));
    }

    private static Commands.Word word() {
        return new Commands.Word("ada", "");
    }
}
