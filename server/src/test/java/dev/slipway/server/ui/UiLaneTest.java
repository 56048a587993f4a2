package dev.slipway.server.ui;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.slipway.delivery.rollout.Rollout;
import dev.slipway.delivery.rollout.RolloutEvent;
import dev.slipway.delivery.rollout.RolloutState;
import dev.slipway.server.web.Change;
import java.nio.file.Path;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who has which environment, seen and freed in a real browser. */
class UiLaneTest {

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

    private Page show(String who, String path) {
        Page page = browser.page(house, who, ColorScheme.LIGHT, 1280);
        page.navigate(house.address() + path);
        assertThat(page.locator("#live-mark")).hasAttribute("data-state", "on");
        return page;
    }

    private static Locator free(Page page) {
        return page.locator("[data-dialog=free-rollout-1canary]");
    }

    @Test
    void lane_isFreedByKeyboardWithAReason() {
        story.canary();
        story.waiting();
        Page page = show("max", "/lanes");
        assertThat(page.locator("#lease")).containsText("Fencing number");
        assertThat(page.locator("#live .lane")).containsText("safeguard-2");
        assertThat(page.locator("#live .list")).containsText("safeguard-3");

        free(page).press("Enter");
        assertThat(page.locator("#free-rollout-1canary textarea")).isFocused();
        page.keyboard().type("the night is over");
        page.keyboard().press("Tab");
        page.keyboard().press("Tab");
        page.keyboard().press("Enter");

        page.waitForURL("**/rollouts/rollout-1canary");
        assertThat(page.locator(".reason")).containsText("max: the night is over");
        Rollout after = house.database.read(sql -> house.books.rollouts().get(sql, "rollout-1canary"));
        Assertions.assertThat(after.state()).isEqualTo(RolloutState.ROLLING_BACK);
        page.navigate(house.address() + "/lanes");
        assertThat(free(page)).isDisabled();
        assertThat(page.locator("#why-free-rollout-1canary")).containsText("going back already");
    }

    @Test
    void whoMayNotFreeALane_readsWhy() {
        story.canary();
        Page page = show("vic", ENVIRONMENT);

        assertThat(free(page)).isDisabled();
        assertThat(free(page)).hasAttribute("aria-describedby", "why-free-rollout-1canary");
        assertThat(page.locator("#why-free-rollout-1canary")).isVisible();
        assertThat(page.locator("#why-free-rollout-1canary")).hasText("needs the role maintainer");
    }

    @Test
    void whatServes_isRestartedFromItsPage() {
        Page page = show("max", ENVIRONMENT);

        page.locator("#open-do-restart").press("Enter");
        page.locator("#do-restart textarea").fill("its cache is stale");
        page.locator("#do-restart button[type=submit]").press("Enter");

        page.waitForURL("**/rollouts/*");
        assertThat(page.locator("h1")).containsText("Restart of safeguard-1 in production");
        assertThat(page.locator(".reason")).containsText("its cache is stale");
    }

    @Test
    void restartBesideARollout_isRefusedInWordsBesideItsButton() {
        story.canary();
        Page page = show("max", ENVIRONMENT);

        assertThat(page.locator("#open-do-restart")).isDisabled();
        assertThat(page.locator("#why-do-restart")).hasText("a rollout is under way");
    }

    @Test
    void wayBack_saysWhereItLeads() {
        Page page = show("max", ENVIRONMENT);
        assertThat(page.locator("#open-do-rollback")).isDisabled();
        assertThat(page.locator("#why-do-rollback")).hasText("nothing was deployed here before");

        story.canary();
        page.reload();

        page.locator("#open-do-rollback").press("Enter");
        assertThat(page.locator("#do-rollback")).containsText("What is under way is called off");
    }

    @Test
    void releaseThatIsOnItsWay_isNotDeployedTwice() {
        story.waiting();
        Page page = show("max", ENVIRONMENT);

        assertThat(page.locator("#open-do-deploy")).isDisabled();
        assertThat(page.locator("#why-do-deploy")).hasText("it is on its way here already");
    }

    @Test
    void lanes_changeUnderTheReadersEyes() {
        Page page = show("vic", "/lanes");
        assertThat(page.locator("#live")).containsText("Every environment is free.");

        Rollout canary = story.canary();
        house.changed(Change.Kind.ROLLOUT, canary.id());

        assertThat(page.locator("#live .lane")).containsText("Observing");
        story.moves(canary, RolloutEvent.HOLD);
        assertThat(page.locator("#live .lane")).containsText("Held");
    }
}
