package dev.slipway.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.delivery.rollout.Rollout;
import dev.slipway.delivery.rollout.RolloutState;
import dev.slipway.testkit.FreePorts;
import dev.slipway.testkit.TestCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import javax.net.ssl.SSLContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * The control plane is killed again and again at random moments of rollouts and of its own start, while customers ask
 * all the time, over HTTP/1.1, over HTTP/2 with TLS, and by WebSockets that they hold. 50 times where the environment says
 * {@code CI}, 8 times elsewhere; {@code -Dslipway.kills=N} kills more often, {@code -Dslipway.seed=N} at other moments,
 * {@code -Dslipway.life=MILLIS} after lives of the same length each; {@code -Dslipway.rate=N} lets customers ask that often
 * in a second, {@code -Dslipway.customers=h1,h2,ws} lets only those kinds come, and {@code -Dslipway.drain=SECONDS} is the
 * time that WebSockets have after a switch.
 */
@Tag("slow")
class KillTest {

    private static final int KILLS = Integer.getInteger("slipway.kills", System.getenv("CI") == null ? 8 : 50);
    private static final long SEED = Long.getLong("slipway.seed", 20_26);
    private static final int RATE = Integer.getInteger("slipway.rate", 50);
    private static final Set<Customers.Kind> KINDS =
            Customers.kinds(System.getProperty("slipway.customers", "h1,h2,ws"));
    private static final Duration DRAIN = Duration.ofSeconds(Long.getLong("slipway.drain", 1));
    private static final String[] TLS = {"--edge-tls-listen", "127.0.0.1:0"};
    private static final int RELEASES = 3;
    private static final int EARLY_DEATHS_IN_HUNDRED = 15;
    private static final Duration SHORTEST = Duration.ofMillis(Long.getLong("slipway.life", 200));
    private static final Duration LONGEST = Duration.ofMillis(Long.getLong("slipway.life", 6000) + 1);
    private static final Duration EARLIEST = Duration.ofMillis(200);
    private static final Duration LONGEST_START = Duration.ofSeconds(3);
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    Path folder;

    private final int port = FreePorts.one();
    private final Random random = new Random(SEED);
    private final List<Instant> kills = new ArrayList<>();
    private final Map<String, Integer> hit = new TreeMap<>();
    private Installation installation;
    private Path home;
    private LiveServer server;
    private SSLContext trust;
    private Orders orders;

    @BeforeEach
    void releasesAreThereAndOneServes() throws Exception {
        installation = Installation.built();
        home = Files.createDirectories(folder.resolve("home"));
        TestCertificate certificate = TestCertificate.of("dns:localhost");
        certificate.write(EdgeView.certificates(home), "localhost");
        trust = certificate.context();
        server = LiveServer.start(installation, home, port, TLS);
        ApiClient api = ApiClient.of(server.url())
                .setUp(Files.readString(home.resolve("setup.token")).strip());
        api.post("/api/v1/projects", Map.of("name", "shop"));
        PushedProject project = PushedProject.create(
                Files.createDirectories(folder.resolve("work")), server.url() + "/git/shop.git", api.token());
        drains(project.folder().resolve("slipway.yml"));
        List<String> releases = new ArrayList<>();
        for (int i = 1; i <= RELEASES; i++) {
            project.push("change " + i);
            int wanted = i;
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> api.list("/api/v1/projects/shop/releases").size() == wanted);
            releases.add(api.list("/api/v1/projects/shop/releases")
                    .getFirst()
                    .path("id")
                    .asString());
        }
        orders = new Orders(api, releases, random);
        orders.deploy();
        Awaitility.await().atMost(PATIENCE).until(orders::idle);
    }

    private static void drains(Path config) throws IOException {
        String text = Files.readString(config);
        assertThat(text).contains("drain: 1s");
        Files.writeString(config, text.replace("drain: 1s", "drain: " + DRAIN.toSeconds() + "s"));
    }

    /** A last life as a trial ends instances and edge with itself. */
    @AfterEach
    void endEverything() throws Exception {
        if (server != null) {
            server.kill();
            assertThat(LiveServer.start(installation, home, port, "--ephemeral").stop())
                    .isTrue();
        }
    }

    @Test
    void kills_harmNoRequestAndNoRollout() throws Exception {
        String seen;
        try (Customers customers = Customers.come(KINDS, RATE, server, home, trust)) {
            int edge = server.edgePort();
            while (kills.size() < KILLS) {
                live();
                server.kill();
                killed();
                while (kills.size() < KILLS && random.nextInt(100) < EARLY_DEATHS_IN_HUNDRED) {
                    LiveServer.dieEarly(installation, home, port, between(EARLIEST, LONGEST_START), TLS);
                    killed();
                }
                server = LiveServer.start(installation, home, port, TLS);
                assertThat(server.edgePort()).as("the edge goes on").isEqualTo(edge);
            }
            Awaitility.await().atMost(PATIENCE).until(orders::idle);
            seen = customers.goUnharmed(DRAIN);
        }

        List<JsonNode> rollouts = orders.all();
        assertThat(rollouts).allSatisfy(this::endedRight);
        assertThat(rollouts.stream().map(rollout -> rollout.path("id").asString()))
                .as("nothing is delivered that nobody asked for, and nothing is forgotten")
                .containsExactlyInAnyOrderElementsOf(orders.asked());
        ShopNotes notes = new ShopNotes(home);
        new Effects(notes, rollouts, kills).happenedOnce();
        assertThat(notes.late())
                .as("requests that came to an instance after its end was asked for")
                .isEmpty();
        server.kill();
        auditTellsEachTransitionOnce();
        assertThat(hit.values().stream().mapToInt(Integer::intValue).sum())
                .as("kills that met a rollout: " + hit)
                .isGreaterThanOrEqualTo(KILLS / 2);
        System.out.println(KILLS + " kills, " + rollouts.size() + " rollouts, met in " + hit
                + ", 0 requests to a stopped instance; " + seen);
    }

    private void live() throws IOException, InterruptedException {
        long end = System.nanoTime() + between(SHORTEST, LONGEST).toNanos();
        for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            orders.keepBusy();
            Duration pause = Duration.ofNanos(Math.min(left, LOOK.toNanos()));
            assertThat(server.livesFor(pause)).as("it lives until it is killed").isTrue();
        }
    }

    private Duration between(Duration shortest, Duration longest) {
        return Duration.ofMillis(random.nextLong(shortest.toMillis(), longest.toMillis()));
    }

    /** What serves has not noticed: the process that was started for it runs. */
    private void killed() throws IOException {
        kills.add(Instant.now());
        Wreck wreck = Wreck.look(home);
        wreck.underWay().ifPresent(rollout -> hit.merge(rollout.state().name(), 1, Integer::sum));
        String serving = wreck.underWay()
                .filter(rollout -> rollout.state() == RolloutState.CHECKING_ROLLBACK)
                .flatMap(Rollout::previous)
                .or(wreck::serving)
                .orElseThrow();
        assertThat(new ShopNotes(home)
                        .starts().stream().filter(start -> start.subject().contains("." + serving + ".")))
                .as("instances of " + serving + ", which serves; under way: " + wreck.underWay())
                .last()
                .satisfies(start -> assertThat(start.alive()).isTrue());
    }

    private void endedRight(JsonNode rollout) {
        String[] right =
                orders.calledOff(rollout) ? new String[] {"ROLLED_BACK", "CANCELLED"} : new String[] {"SUCCEEDED"};
        assertThat(rollout.path("state").asString()).as(rollout.toString()).isIn((Object[]) right);
    }

    private void auditTellsEachTransitionOnce() {
        Wreck wreck = Wreck.look(home);
        assertThat(wreck.verdict().intact()).isTrue();
        wreck.timelines().forEach((rollout, timeline) -> {
            List<String> happened = new ArrayList<>(List.of("rollout.request"));
            timeline.forEach(
                    moment -> happened.add("rollout." + moment.event().name().toLowerCase(Locale.ROOT)));
            assertThat(wreck.audit().reversed().stream()
                            .filter(row -> row.entry().subject().equals(rollout))
                            .map(row -> row.entry().what()))
                    .containsExactlyElementsOf(happened);
        });
    }
}
