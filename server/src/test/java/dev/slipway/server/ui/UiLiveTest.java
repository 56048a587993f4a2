package dev.slipway.server.ui;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.slipway.delivery.rollout.Rollout;
import dev.slipway.delivery.rollout.RolloutEvent;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pages that change under the eyes and fingers of who reads them. */
@Tag("slow")
class UiLiveTest {

    private static final String CANARY = "/rollouts/rollout-1canary";

    @TempDir
    Path home;

    private UiBrowser browser;
    private UiHouse house;
    private Story story;
    private Page page;

    @BeforeEach
    void open() {
        browser = UiBrowser.open();
        house = new UiHouse(home);
        story = new Story(house);
        story.serve();
        page = browser.page(house, "ada", ColorScheme.LIGHT, 1280);
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

    private void show(String path) {
        page.navigate(house.address() + path);
        assertThat(page.locator("#live-mark")).hasAttribute("data-state", "on");
    }

    private Locator opener(String act) {
        return page.locator("[data-dialog=do-" + act + "]");
    }

    private Locator announced() {
        return page.locator("#announcer");
    }

    @Test
    void focusOfAButtonThatGoes_isTheHeadingsAndNotAnotherButtons() {
        Rollout canary = story.canary();
        show(CANARY);
        opener("pause").focus();

        Rollout held = story.moves(canary, RolloutEvent.HOLD);

        assertThat(opener("resume")).isVisible();
        assertThat(opener("pause")).hasCount(0);
        assertThat(page.locator("h1")).isFocused();
        story.moves(held, RolloutEvent.RESUME);
        assertThat(opener("pause")).isVisible();
        assertThat(page.locator("h1")).isFocused();
    }

    @Test
    void focusOfAButtonThatStays_isKept() {
        Rollout canary = story.canary();
        show(CANARY);
        opener("abort").focus();

        story.moves(canary, RolloutEvent.HOLD);

        assertThat(opener("resume")).isVisible();
        assertThat(opener("abort")).isFocused();
    }

    @Test
    void questionThatStays_keepsWhatWasTyped() {
        Rollout canary = story.canary();
        show(CANARY);
        opener("abort").press("Enter");
        page.keyboard().type("too many errors");

        story.moves(canary, RolloutEvent.HOLD);

        assertThat(opener("resume")).hasCount(1);
        assertThat(page.locator("#do-abort textarea")).isFocused();
        assertThat(page.locator("#do-abort textarea")).hasValue("too many errors");
    }

    @Test
    void questionThatBecomesAnother_isTakenBack() {
        show("/projects/safeguard/environments/production");
        opener("deploy").press("Enter");
        assertThat(page.locator("#do-deploy")).containsText("Deploy safeguard-3 to production?");

        story.newer();

        assertThat(announced()).containsText("What was asked has changed meanwhile");
        assertThat(page.locator("dialog[open]")).hasCount(0);
        opener("deploy").press("Enter");
        assertThat(page.locator("#do-deploy")).containsText("Deploy safeguard-4 to production?");
    }

    @Test
    void buttonThatCameLater_works() {
        story.serveNewest();
        show("/projects/safeguard/environments/production");
        assertThat(opener("deploy")).hasCount(0);

        story.newer();

        opener("deploy").press("Enter");
        assertThat(page.locator("#do-deploy")).isVisible();
    }

    @Test
    void preview_offersNoDeployAndHasNoFigures() {
        story.preview("login");

        show("/projects/safeguard/environments/preview-login");

        assertThat(page.locator("#live")).containsText("It shows login");
        assertThat(opener("deploy")).hasCount(0);
        assertThat(page.locator("#h-scores, #h-plan")).hasCount(0);
        show("/projects/safeguard/environments/production");
        assertThat(page.locator("#h-scores")).isVisible();
    }

    @Test
    void firstRelease_isNotSetBesideAnOlderOne() {
        story.baking();

        show("/rollouts/rollout-4first");

        assertThat(page.locator(".headline")).hasText("safeguard-1 serves alone and is watched.");
    }

    @Test
    void confirmedPoint_isNoWarning() {
        story.waiting();
        show("/rollouts/rollout-2waiting");

        page.locator("button[aria-label='Confirm: Support knows']").press("Enter");

        assertThat(page.locator(".tone-good", new Page.LocatorOptions().setHasText("Confirmed")))
                .isVisible();
    }

    @Test
    void releaseForPreviews_isNotOfferedToProduction() {
        story.newerForPreviews();

        show("/projects/safeguard/environments/production");

        assertThat(opener("deploy")).hasText("Deploy safeguard-3");
    }
}
