package dev.slipway.server.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.slipway.delivery.judge.JsonPlace;
import dev.slipway.delivery.judge.MetricOrigin;
import dev.slipway.delivery.judge.MetricRule;
import dev.slipway.delivery.judge.SeriesPolicy;
import dev.slipway.delivery.port.MetricSource.Subject;
import dev.slipway.kernel.Problem;
import dev.slipway.promql.series.Labels;
import dev.slipway.server.query.Questions;
import dev.slipway.server.query.SeriesDesk;
import dev.slipway.server.watch.Watch;
import dev.slipway.server.watch.WatchSettings;
import dev.slipway.testkit.SettableClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The places that judged metrics come from. What is missing is a gap, never a number. */
class MetricSourcesTest {

    private static final Duration STEP = Duration.ofSeconds(10);
    private static final Subject NEW = new Subject("shop", "production", "shop-2");

    @TempDir
    Path folder;

    private final SettableClock clock = SettableClock.start();
    private final AtomicReference<String> document = new AtomicReference<>("");
    private final AtomicReference<String> asked = new AtomicReference<>("");
    private final CountDownLatch over = new CountDownLatch(1);
    private HttpServer server;
    private Watch watch;
    private MetricSources sources;
    private Instant from;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 8);
        server.createContext("/", exchange -> {
            asked.set(exchange.getRequestURI().toString());
            byte[] body = document.get().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(body.length == 0 ? 500 : 200, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.createContext("/never", exchange -> {
            try {
                over.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.close();
        });
        server.setExecutor(java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        watch = new Watch(folder, folder, WatchSettings.of("30d", 1L << 30, "15s"), clock);
        watch.begin(_ -> {});
        await().until(() -> watch.ready().isPresent());
        sources = new MetricSources(watch, SeriesDesk.over(new Questions(watch)), clock);
        from = clock.instant();
    }

    @AfterEach
    void stop() {
        over.countDown();
        server.stop(0);
        watch.close();
    }

    private String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private static MetricRule rule(MetricOrigin origin) {
        return new MetricRule(
                "m", origin, Optional.of(1.0), Optional.empty(), Optional.empty(), SeriesPolicy.Missing.GAP, STEP, 2);
    }

    private MetricRule json(String path, String place, Duration timeout) {
        return rule(new MetricOrigin.Json(url(path), JsonPlace.parse(place), timeout));
    }

    private static MetricRule command(String script, Duration timeout) {
        return rule(new MetricOrigin.Command(List.of("/bin/sh", "-c", script), timeout));
    }

    private double[] points(Subject of, MetricRule rule) {
        return sources.points(of, rule, from, clock.instant());
    }

    private static long present(double[] points) {
        return Arrays.stream(points).filter(Double::isFinite).count();
    }

    /** One sample, a step after the one before. */
    private void sample(MetricRule rule, long wanted) {
        clock.advance(STEP);
        sources.attend(NEW, rule, clock.instant());
        await().atMost(Duration.ofSeconds(60)).until(() -> present(points(NEW, rule)) == wanted);
    }

    private Problem troubleOf(MetricRule rule) {
        sources.attend(NEW, rule, clock.instant());
        AtomicReference<Problem> trouble = new AtomicReference<>();
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            try {
                points(NEW, rule);
                return false;
            } catch (Problem e) {
                trouble.set(e);
                return true;
            }
        });
        return trouble.get();
    }

    @Test
    void ownStore_isAskedForTheProjectsSeriesOnly() {
        add("shop", 5);
        add("blog", 7);
        MetricRule rule = rule(new MetricOrigin.Own("load{release=\"{{release}}\"}"));

        assertThat(points(NEW, rule)).containsExactly(5);
        assertThat(points(new Subject("shop", "production", "shop-1"), rule)).isEmpty();
        assertThatThrownBy(() -> points(NEW, rule(new MetricOrigin.Own("load{"))))
                .isInstanceOfSatisfying(Problem.class, e -> assertThat(e.kind()).isEqualTo(Problem.Kind.INVALID));
    }

    private void add(String project, double value) {
        new OwnStore(watch, SeriesDesk.over(new Questions(watch)))
                .add(Labels.of("__name__", "load", "project", project, "release", "shop-2"), clock.instant(), value);
    }

    @Test
    void document_isSampledOnceEachStepAndItsGapsStayGaps() {
        MetricRule rule = json("/rating?v={{release}}", "$.mean", Duration.ofSeconds(30));
        document.set("{\"mean\": 4.5}");
        sample(rule, 1);
        document.set("{\"mean\": \"4.25\"}");
        sources.attend(NEW, rule, clock.instant());
        sample(rule, 2);
        clock.advance(STEP);
        clock.advance(STEP);
        sample(rule, 3);

        assertThat(asked.get()).isEqualTo("/rating?v=shop-2");
        assertThat(points(NEW, rule)).containsExactly(Double.NaN, 4.5, 4.25, Double.NaN, Double.NaN, 4.25);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "{\"mean\": null} | bad-metric-document",
                "{\"mean\": true} | bad-metric-document",
                "{} | bad-metric-document",
                "{\"mean\": \"4.5f\"} | no-number",
                "{\"mean\": \"NaN\"} | no-number",
                "<html> | bad-metric-document",
                "^^ | metrics-refused"
            })
    void document_withoutANumberIsAProblem(String text, String code) {
        document.set(text);

        assertThat(troubleOf(json("/", "$.mean", Duration.ofSeconds(30))).code())
                .isEqualTo(code);
    }

    @Test
    void document_thatNeverComesIsGivenUp() {
        assertThat(troubleOf(json("/never", "$.mean", Duration.ofMillis(50))).code())
                .isEqualTo("metrics-unreachable");
    }

    @Test
    void command_isToldOfTheReleaseAndKnowsNothingElse() throws IOException {
        Path seen = folder.resolve("seen");
        MetricRule rule = rule(new MetricOrigin.Command(
                List.of("/bin/sh", "-c", "env > \"$0\"; echo ' 1e-2 '", seen.toString()), Duration.ofSeconds(30)));

        sample(rule, 1);

        assertThat(points(NEW, rule)).containsExactly(Double.NaN, 0.01);
        assertThat(Files.readAllLines(seen))
                .contains("SLIPWAY_RELEASE=shop-2", "SLIPWAY_ENVIRONMENT=production", "SLIPWAY_PROJECT=shop")
                .allMatch(line -> line.matches("(SLIPWAY_.*|PATH|PWD|OLDPWD|SHLVL|_)=.*"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"echo 1; exit 3", "exec >&-; exec sleep 600", "kill -9 $$"})
    void command_thatFailsOrDoesNotEndIsAProblem(String script) {
        assertThat(troubleOf(command(script, Duration.ofMillis(500))).code()).isEqualTo("metric-command-failed");
    }

    @Test
    void command_thatHasFailedSaysSoWhileItRunsAgain() throws IOException {
        Path before = folder.resolve("before");
        Path again = folder.resolve("again");
        MetricRule rule = command(
                "mkdir '" + before + "' && exit 3; mkdir '" + again + "'; exec sleep 20", Duration.ofSeconds(60));
        assertThat(troubleOf(rule).code()).isEqualTo("metric-command-failed");
        clock.advance(STEP);

        sources.attend(NEW, rule, clock.instant());

        await().atMost(Duration.ofSeconds(30)).until(() -> Files.exists(again));
        assertThatThrownBy(() -> points(NEW, rule))
                .isInstanceOfSatisfying(
                        Problem.class, e -> assertThat(e.message()).endsWith("ended with 3"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "exit 7 | the metric's command /bin/sh ended with 7",
                "echo null | the output of /bin/sh is no number: 'null'",
                "exec sleep 600 | the metric's command /bin/sh took longer than 5 s"
            })
    void command_thatGivesNoNumberIsToldWithItsLastWords(String end, String trouble) {
        String script = "for i in $(seq 9999); do echo line $i >&2; done; printf 'no such host\\033[1m\\n\\n' >&2; ";

        assertThat(troubleOf(command(script + end, Duration.ofSeconds(5))).message())
                .isEqualTo(trouble + "; it said: line 9998 / line 9999 / no such host [1m");
    }

    @Test
    void command_thatPrintsNoNumberOrIsNotThereIsAProblem() {
        assertThat(troubleOf(command("echo fine", Duration.ofSeconds(30))).code())
                .isEqualTo("no-number");
        MetricRule gone = new MetricRule(
                "gone",
                new MetricOrigin.Command(List.of("/nowhere/at-all"), STEP),
                Optional.of(1.0),
                Optional.empty(),
                Optional.empty(),
                SeriesPolicy.Missing.GAP,
                STEP,
                2);
        assertThat(troubleOf(gone).code()).isEqualTo("metric-command-failed");
    }
}
