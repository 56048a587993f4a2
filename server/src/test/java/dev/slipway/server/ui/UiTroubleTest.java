package dev.slipway.server.ui;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.Media;
import dev.slipway.server.web.Change;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pages for who has lost the way, whose session has ended, who lives in another zone or wants it on paper. */
@Tag("slow")
class UiTroubleTest {

    private static final String ENVIRONMENT = "/projects/safeguard/environments/production";

    @TempDir
    Path home;

    private UiBrowser browser;
    private UiHouse house;
    private Story story;

    @BeforeEach
    void open() {
        browser = UiBrowser.open();
        house = new UiHouse(home);
        story = new Story(house);
        story.serve();
    }

    @AfterEach
    void close() {
        if (house != null) {
            house.close();
        }
        if (browser != null) {
            browser.close();
        }
    }

    private Page show(String who, int width, String path) {
        Page page = browser.page(house, who, ColorScheme.LIGHT, width);
        page.navigate(house.address() + path);
        return page;
    }

    @Test
    void wrongAddress_leavesTheWayToEveryOtherPage() {
        Page page = show("vic", 1280, "/nothing-here");

        assertThat(page.locator("h1")).hasText("there is nothing at /nothing-here");
        assertThat(page.locator("main")).containsText("the overview leads to every project");
        assertThat(page.locator(".me")).hasText("vic");
        page.locator(".main-nav a[href='/lanes']").click();
        assertThat(page.locator("h1")).hasText("Lanes");
    }

    @Test
    void wrongPassword_stillLeadsWhereTheReaderWasGoing() {
        Page page = show("nobody", 1280, "/query?expr=up");
        assertThat(page.locator("h1")).hasText("Sign in to Slipway");

        page.locator("input[name=name]").fill("mia");
        page.locator("input[name=password]").fill("not her password");
        page.locator("button[type=submit]").click();

        assertThat(page.locator("[role=alert]")).isVisible();
        assertThat(page.locator("form")).hasAttribute("action", "/login?next=%2Fquery%3Fexpr%3Dup");
    }

    @Test
    void sessionThatEnds_isSaidAndThePageStays() {
        Page page = show("vic", 390, ENVIRONMENT);
        assertThat(page.locator("#live-mark")).hasAttribute("data-state", "on");

        house.endSession("vic");
        house.changed(Change.Kind.RELEASE, "safeguard-9");

        Locator way = page.locator("#signed-out a");
        assertThat(way).hasText("Sign in again");
        assertThat(page.locator("h1")).hasText("production");
        assertThat(page.locator("#live")).containsText("What serves");
        way.click();
        assertThat(page.locator("form"))
                .hasAttribute("action", "/login?next=%2Fprojects%2Fsafeguard%2Fenvironments%2Fproduction");
    }

    @Test
    void sessionThatEndsWhileNoEventsCome_isSaidToo() {
        Page page = browser.page(house, "vic", ColorScheme.LIGHT, 1280);
        page.route("**/api/v1/events", events -> {
            house.endSession("vic");
            events.resume();
        });
        page.navigate(house.address() + ENVIRONMENT);

        assertThat(page.locator("#signed-out a")).hasText("Sign in again");
        assertThat(page.locator("#live-mark")).containsText("Signed out");
    }

    @Test
    void actOfAnEndedSession_leadsToTheSignIn() {
        Page page = show("mia", 1280, "/teams");
        house.endSession("mia");

        page.locator("button", new Page.LocatorOptions().setHasText("Sign out")).click();

        assertThat(page.locator("h1")).hasText("this needs an account");
        page.locator("main a.button").click();
        assertThat(page.locator("h1")).hasText("Sign in to Slipway");
    }

    @Test
    void times_areInTheReadersZone() {
        Page page = browser.browser()
                .newContext(new Browser.NewContextOptions()
                        .setTimezoneId("Asia/Kolkata")
                        .setLocale("en-GB"))
                .newPage();
        page.context().addCookies(List.of(new Cookie("slipway_session", "session-of-ada").setUrl(house.address())));
        page.navigate(house.address() + "/audit");

        Locator entry = page.locator("time").first();
        assertThat(entry).containsText("GMT+5:30");
        page.navigate(house.address() + ENVIRONMENT);
        Locator deployed = page.locator("#live time").first();
        assertThat(deployed).hasText("2 d ago");
        assertThat(deployed).hasAttribute("title", Pattern.compile(".*GMT\\+5:30"));
    }

    @Test
    void log_isPrintedWhole() {
        RunStory run = new RunStory(house);
        run.tell();
        try (var log = run.log()) {
            Page page = show("vic", 1280, "/runs/run-1/jobs/job-2");
            for (int line = 0; line < 120; line++) {
                log.say(3, house.clock.instant(), "line " + line + " of many");
            }
            assertThat(page.locator(".log")).containsText("line 119 of many");
            assertThat(cut(page)).isTrue();

            page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));

            assertThat(cut(page)).isFalse();
            assertThat(page.locator(".top")).isHidden();
            assertThat(page.locator("h1")).isVisible();
        }
    }

    private static boolean cut(Page page) {
        return (boolean) page.locator(".log").evaluate("log => log.scrollHeight > log.clientHeight + 1");
    }

    @Test
    void headings_beginWhereTheirTextBegins() {
        for (int width : new int[] {1280, 390}) {
            Page page = show("ada", width, ENVIRONMENT);
            Locator lane = page.locator("section[aria-labelledby=h-lane]");
            assertThat(lane.locator("p")).hasText("Nobody has it.");
            assertThat(lane.evaluate("""
                            card => {
                              const inner = (node) => { const r = document.createRange(); r.selectNodeContents(node); return r.getBoundingClientRect(); };
                              const heading = inner(card.querySelector("h2"));
                              const text = inner(card.querySelector("p"));
                              return text.left === heading.left && text.top - heading.bottom < 18;
                            }""")).isEqualTo(true);
        }
    }

    @Test
    void releaseThatIsTooNew_isNotOfferedAndSaysWhatComesFirst() {
        story.tooNew();

        Page page = show("max", 1280, ENVIRONMENT);

        assertThat(page.locator("#open-do-deploy")).isDisabled();
        assertThat(page.locator("#why-do-deploy"))
                .hasText("safeguard-4 has not succeeded in staging, which comes before production");
        assertThat(page.locator("section[aria-labelledby=h-plan]")).containsText("A deploy would be refused");
    }
}
