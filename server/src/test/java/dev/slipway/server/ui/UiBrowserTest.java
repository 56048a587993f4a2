package dev.slipway.server.ui;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import dev.slipway.delivery.gate.Approval;
import dev.slipway.server.run.WrittenLog;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every page in a real browser: light and dark, wide and narrow, by mouse and by keyboard, with hostile text in it. */
@Tag("slow")
class UiBrowserTest {

    private static final String MISSING = "/nothing-here";
    private static final List<String> PAGES = List.of(
            "/",
            "/projects/safeguard",
            "/projects/safeguard/rollouts",
            "/projects/safeguard/runs",
            "/projects/safeguard/releases",
            "/projects/safeguard/pushes",
            "/projects/safeguard/settings",
            "/projects/safeguard/environments/production",
            "/projects/safeguard/environments/production/instances/safeguard-1-production-1",
            "/projects/safeguard/environments/production/watch",
            "/projects/safeguard/incidents",
            "/rollouts/rollout-1canary",
            "/rollouts/rollout-2waiting",
            "/runs/run-1/jobs/job-2",
            "/runs/run-2",
            "/releases/safeguard-3",
            "/lanes",
            "/audit",
            "/teams",
            "/alerts",
            "/probes",
            "/targets",
            "/query?expr=vector(1)",
            "/login",
            MISSING);

    private static UiBrowser browser;
    private static UiHouse house;
    private static Story story;
    private static WrittenLog log;

    private final List<String> complaints = new ArrayList<>();
    private BrowserContext context;

    @BeforeAll
    static void open(@TempDir Path home) {
        browser = UiBrowser.open();
        house = new UiHouse(home);
        story = new Story(house);
        story.serve();
        story.canary();
        story.waiting();
        house.traffic(story.first.id(), story.second.id());
        RunStory run = new RunStory(house);
        run.tell();
        log = run.log();
    }

    @AfterAll
    static void close() {
        if (house != null) {
            log.close();
            house.close();
        }
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void forget() {
        complaints.clear();
    }

    @AfterEach
    void leave() {
        if (context != null) {
            context.close();
        }
    }

    record Screen(ColorScheme scheme, int width) {}

    static Stream<Screen> screens() {
        return Stream.of(ColorScheme.LIGHT, ColorScheme.DARK)
                .flatMap(scheme -> Stream.of(1280, 390).map(width -> new Screen(scheme, width)));
    }

    @ParameterizedTest
    @MethodSource("screens")
    void everyPage_fitsAndIsQuiet(Screen screen) {
        Page page = page("ada", screen.scheme(), screen.width());
        for (String path : PAGES) {
            complaints.clear();
            page.navigate(house.address() + path);
            PlaywrightAssertions.assertThat(page.locator("#live-mark")).hasAttribute("data-state", "on");
            assertThat(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
                    .as("no part of %s is wider than %s", path, screen)
                    .isEqualTo(true);
            assertThat(page.locator("h1").count()).as("headings of %s", path).isEqualTo(1);
            assertThat(complaints)
                    .filteredOn(complaint -> !path.equals(MISSING) || !complaint.contains("404"))
                    .as("what %s complains of", path)
                    .isEmpty();
            keep(page, screen, path);
        }
    }

    private static void keep(Page page, Screen screen, String path) {
        String folder = System.getProperty("slipway.screens", "");
        if (!folder.isEmpty()) {
            if (path.contains("canary")) {
                page.locator(".u-over").first().waitFor();
            }
            String name = path.substring(1).replace('/', '-') + "-"
                    + screen.scheme().name().toLowerCase(java.util.Locale.ROOT) + "-" + screen.width() + ".png";
            page.screenshot(
                    new Page.ScreenshotOptions().setPath(Path.of(folder, name)).setFullPage(true));
        }
    }

    @Test
    void hostileText_isShownAndDoesNothing() {
        Page page = page("ada", ColorScheme.LIGHT, 1280);
        page.navigate(house.address() + "/runs/run-1/jobs/job-2");
        PlaywrightAssertions.assertThat(page.locator(".log")).containsText(RunStory.HOSTILE_LINE);
        PlaywrightAssertions.assertThat(page.locator(".log .f2")).hasText("Tests run: 128, Failures: 0");
        assertThat(page.locator(".log img, .log script").count()).isZero();
        PlaywrightAssertions.assertThat(page.locator(".prose td").last()).hasText("42");
        assertThat(page.locator(".prose img, .prose script").count()).isZero();
        page.navigate(house.address() + "/releases/safeguard-3");
        PlaywrightAssertions.assertThat(page.locator("h1")).hasText(Story.HOSTILE);
        page.navigate(house.address() + "/audit");
        PlaywrightAssertions.assertThat(page.locator("#live")).containsText(Story.HOSTILE);
        assertThat(complaints).isEmpty();
    }

    @Test
    void runOfAFork_isMarkedInWords_andReviewersDecideAboutIt() {
        Page page = page("rex", ColorScheme.DARK, 390);
        page.navigate(house.address() + "/projects/safeguard/runs");
        Locator marks = page.locator(".pill", new Page.LocatorOptions().setHasText("From a fork: waits for approval"));
        PlaywrightAssertions.assertThat(marks).hasCount(1);
        marks.click();
        PlaywrightAssertions.assertThat(page.locator("h1")).containsText("review #7");
        PlaywrightAssertions.assertThat(marks).isVisible();
        PlaywrightAssertions.assertThat(page.locator("[data-dialog=do-reject-code]"))
                .isEnabled();
        page.locator("[data-dialog=do-approve-code]").click();
        PlaywrightAssertions.assertThat(page.locator("dialog[open]")).containsText("Read it first");
        assertThat(complaints).isEmpty();
    }

    @Test
    void log_growsWhileItIsWatched() {
        Page page = page("vic", ColorScheme.LIGHT, 1280);
        page.navigate(house.address() + "/runs/run-1/jobs/job-2");
        PlaywrightAssertions.assertThat(page.locator(".log")).containsText("HEAD is now at");
        log.say(3, house.clock.instant(), "a line that came later");
        PlaywrightAssertions.assertThat(page.locator(".log")).containsText("a line that came later");
        page.locator(".log-group summary").click();
        PlaywrightAssertions.assertThat(page.locator(".log-group li").first()).isVisible();
    }

    @Test
    void instance_showsWhatItWritesAsItComes_untilItHasEnded() {
        house.platform.write("listening on <b>8080</b>");
        house.platform.write("\u001b[31mno database\u001b[0m");
        Page page = page("max", ColorScheme.DARK, 1280);
        page.navigate(house.address() + "/projects/safeguard/environments/production");
        page.locator("a.mono").first().focus();
        page.keyboard().press("Enter");
        Locator log = page.locator(".log");
        PlaywrightAssertions.assertThat(log).containsText("listening on <b>8080</b>");
        PlaywrightAssertions.assertThat(log.locator(".f1")).hasText("no database");

        house.platform.write("a line that came later");
        PlaywrightAssertions.assertThat(log).containsText("a line that came later");
        assertThat(log.locator("b").count()).isZero();

        house.platform.end();
        PlaywrightAssertions.assertThat(log).containsText("The instance has ended.");
        assertThat(complaints).isEmpty();
    }

    @Test
    void instance_isReadByMaintainersAlone() {
        Page page = page("rex", ColorScheme.LIGHT, 1280);
        page.navigate(house.address() + "/projects/safeguard/environments/production");
        assertThat(page.locator("strong.mono").count()).isEqualTo(2);
        assertThat(page.locator("a.mono").count()).isZero();
        int status = page.navigate(house.address()
                        + "/projects/safeguard/environments/production/instances/safeguard-1-production-1")
                .status();
        assertThat(status).isEqualTo(403);
    }

    @Test
    void overview_showsWhatChangedWithoutReload() {
        Page page = page("vic", ColorScheme.LIGHT, 1280);
        page.navigate(house.address() + "/");
        PlaywrightAssertions.assertThat(page.locator("#live-mark")).hasAttribute("data-state", "on");
        page.evaluate("window.notReloaded = true");
        house.projects.create("late-" + System.nanoTime(), java.util.Optional.empty(), "ada");
        PlaywrightAssertions.assertThat(page.locator("h2", new Page.LocatorOptions().setHasText("late-")))
                .isVisible();
        assertThat(page.evaluate("window.notReloaded")).isEqualTo(true);
    }

    @Test
    void approve_worksByKeyboardAlone() {
        Page page = page("rex", ColorScheme.LIGHT, 1280);
        page.navigate(house.address() + "/rollouts/rollout-2waiting");
        PlaywrightAssertions.assertThat(page.locator(".hero-buttons")).containsText("Break glass");
        assertThat(page.locator("[data-dialog=do-break-glass]").isDisabled()).isTrue();
        for (int i = 0; i < 30 && !focused(page).equals("do-approve"); i++) {
            page.keyboard().press("Tab");
        }
        assertThat(focused(page)).isEqualTo("do-approve");
        page.keyboard().press("Enter");
        page.keyboard().type("looks right");
        page.keyboard().press("Tab");
        page.keyboard().press("Tab");
        page.keyboard().press("Enter");
        PlaywrightAssertions.assertThat(quote(page, "looks right")).isVisible();
        List<Approval> approvals =
                house.database.read(sql -> house.books.approvals().of(sql, "rollout-2waiting"));
        assertThat(approvals)
                .filteredOn(approval -> approval.decision() == Approval.Decision.APPROVED)
                .singleElement()
                .satisfies(approval -> assertThat(approval.user()).isEqualTo("rex"));
        assertThat(complaints).isEmpty();
    }

    @Test
    void approve_isNotOfferedToWhoMadeTheChange() {
        Page page = page("mia", ColorScheme.LIGHT, 1280);
        page.navigate(house.address() + "/rollouts/rollout-2waiting");

        Locator approve = page.locator("[data-dialog=do-approve]");
        PlaywrightAssertions.assertThat(approve).isDisabled();
        PlaywrightAssertions.assertThat(approve).hasAttribute("aria-describedby", "why-do-approve");
        PlaywrightAssertions.assertThat(page.locator("#why-do-approve")).containsText("ask somebody else");
        PlaywrightAssertions.assertThat(page.locator("#why-do-approve")).isVisible();
        PlaywrightAssertions.assertThat(page.locator("[data-dialog=do-reject]")).isEnabled();
    }

    @Test
    void checklist_isConfirmedPointByPoint() {
        Page page = page("rex", ColorScheme.LIGHT, 1280);
        page.navigate(house.address() + "/rollouts/rollout-2waiting");
        Locator confirms = page.locator("button[aria-label^='Confirm: ']");
        PlaywrightAssertions.assertThat(confirms).hasCount(2);

        page.locator("button[aria-label='Confirm: Support knows']").press("Enter");

        PlaywrightAssertions.assertThat(confirms).hasCount(1);
        PlaywrightAssertions.assertThat(quote(page, "Support knows")).isVisible();
        assertThat(complaints).isEmpty();
    }

    private static Locator quote(Page page, String text) {
        return page.locator(".quote", new Page.LocatorOptions().setHasText(text));
    }

    private static String focused(Page page) {
        return String.valueOf(page.evaluate("document.activeElement.dataset.dialog || ''"));
    }

    @Test
    void service_isShownByReleaseWithTheOneThatChangedIt() {
        Page page = page("vic", ColorScheme.LIGHT, 1280);
        page.navigate(house.address() + "/projects/safeguard/environments/production");
        page.locator("a[href$='/watch']").click();
        for (String figure : List.of("rate", "errors", "duration", "saturation")) {
            PlaywrightAssertions.assertThat(page.locator("[data-figure=" + figure + "] .u-legend"))
                    .containsText(story.second.id());
        }
        Locator suspect = page.locator("[data-suspects] li").first();
        PlaywrightAssertions.assertThat(suspect).containsText(story.second.id());
        PlaywrightAssertions.assertThat(suspect).containsText("errors: 1.0 before");
        PlaywrightAssertions.assertThat(suspect.locator("a")).hasAttribute("href", "/rollouts/rollout-1canary");
        assertThat(complaints).isEmpty();
    }

    @Test
    void question_namesTheReleaseThatChangedItsAnswer() {
        Page page = page("vic", ColorScheme.LIGHT, 1280);
        page.navigate(house.address() + "/query?expr="
                + "sum by (project, environment) (rate(slipway_edge_errors_total[1m]))");
        PlaywrightAssertions.assertThat(page.locator("[data-suspects] li").first())
                .containsText(story.second.id());
        assertThat(complaints).isEmpty();
    }

    @Test
    void alert_isTakenAndGivenBack() throws Exception {
        house.fire("SiteDown");
        Page page = page("ada", ColorScheme.LIGHT, 1280);
        page.navigate(house.address() + "/alerts");
        Locator take = page.locator("button[aria-label='Take SiteDown']");
        take.click();
        PlaywrightAssertions.assertThat(page.locator("#live")).containsText("taken by ada");
        page.locator("button[aria-label='Give back SiteDown']").click();
        PlaywrightAssertions.assertThat(take).isVisible();
        PlaywrightAssertions.assertThat(page.locator("#live")).not().containsText("taken by");
        assertThat(complaints).isEmpty();
    }

    @Test
    void incident_isToldSpokenOfAndResolved() {
        Page page = page("ada", ColorScheme.LIGHT, 1280);
        page.navigate(house.address() + "/projects/safeguard/incidents");
        page.locator("[data-dialog=do-begin]").click();
        page.locator("#do-begin input[name=title]").fill(Story.HOSTILE);
        page.locator("#do-begin textarea").fill("We are looking into it.");
        page.locator("#do-begin button[type=submit]").click();
        PlaywrightAssertions.assertThat(page.locator("h2").first()).hasText(Story.HOSTILE);
        page.locator("[data-dialog^=say-]").first().click();
        page.locator("dialog[open] textarea").fill("It works again.");
        page.locator("dialog[open] select").selectOption("resolved");
        page.locator("dialog[open] button[type=submit]").click();
        PlaywrightAssertions.assertThat(page.locator(".timeline").first()).containsText("It works again.");
        PlaywrightAssertions.assertThat(page.locator("[data-dialog^=say-]")).hasCount(0);
        assertThat(complaints).isEmpty();
    }

    @Test
    void viewer_isOfferedNothingThatTheyMayNotDo() {
        Page page = page("vic", ColorScheme.LIGHT, 1280);
        page.navigate(house.address() + "/rollouts/rollout-1canary");
        assertThat(page.locator(".hero-buttons button").count()).isPositive();
        assertThat(page.locator(".hero-buttons button:not([disabled])").count()).isZero();
        for (Locator reason : page.locator(".hero-buttons .why").all()) {
            PlaywrightAssertions.assertThat(reason).isVisible();
            PlaywrightAssertions.assertThat(reason).hasText("needs the role maintainer");
        }
        assertThat(page.locator(".hero-buttons .why").count())
                .isEqualTo(page.locator(".hero-buttons button").count());
        assertThat(page.locator("a[href='/audit']").count()).isZero();
    }

    @Test
    void breakGlass_isForAdministratorsOnThePageAsInTheApi() {
        assertThat(breakGlassAs("max").isDisabled()).isTrue();
        assertThat(breakGlassAs("ada").isEnabled()).isTrue();
    }

    @Test
    void buttonsThatDoNothing_saySoBesideThemOnEveryPage() {
        Page page = page("vic", ColorScheme.LIGHT, 390);
        List<String> mute = new ArrayList<>();
        for (String path : PAGES) {
            page.navigate(house.address() + path);
            for (Locator button : page.locator("button[disabled]").all()) {
                String reason = button.getAttribute("aria-describedby");
                if (reason == null || !page.locator("[id='" + reason + "']").isVisible()) {
                    mute.add(path + ": " + button.textContent());
                }
            }
        }
        assertThat(mute).isEmpty();
        assertThat(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
                .isEqualTo(true);
    }

    private Locator breakGlassAs(String who) {
        Page page = page(who, ColorScheme.LIGHT, 1280);
        page.navigate(house.address() + "/rollouts/rollout-2waiting");
        return page.locator("[data-dialog=do-break-glass]");
    }

    @Test
    void cancel_isConfirmedAndAsked() {
        Page page = page("ada", ColorScheme.LIGHT, 1280);
        page.navigate(house.address() + "/runs/run-1");
        page.locator("[data-dialog=do-cancel]").click();
        page.locator("#do-cancel button[type=submit]").click();
        page.waitForURL("**/runs/run-1");
        assertThat(house.cancelled).contains("run-1 by ada");
    }

    private Page page(String who, ColorScheme scheme, int width) {
        Page page = browser.page(house, who, scheme, width);
        context = page.context();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") || message.type().equals("warning")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        page.onDialog(dialog -> {
            complaints.add("a script spoke: " + dialog.message());
            dialog.dismiss();
        });
        page.onRequest(request -> {
            if (!request.url().startsWith(house.address()) && !request.url().startsWith("data:")) {
                complaints.add("asked elsewhere: " + request.url());
            }
        });
        return page;
    }
}
