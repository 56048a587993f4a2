package dev.slipway.server.ui;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.slipway.delivery.rollout.RolloutEvent;
import dev.slipway.delivery.rollout.RolloutState;
import java.nio.file.Path;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Decides by keyboard alone about a rollout that no machine may go on with. */
class UiHumanTest {

    private static final String CANARY = "/rollouts/rollout-1canary";

    @TempDir
    Path home;

    private UiBrowser browser;
    private UiHouse house;
    private Page page;

    @BeforeEach
    void open() {
        browser = UiBrowser.open();
        house = new UiHouse(home);
        Story story = new Story(house);
        story.serve();
        story.moves(story.canary(), RolloutEvent.ESCALATE);
        page = browser.page(house, "max", ColorScheme.DARK, 1280);
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

    private RolloutState decide(String dialog, String label) {
        page.navigate(house.address() + CANARY);
        assertThat(page.locator(".headline")).containsText("a person has to decide");
        for (int i = 0; i < 30 && !focused().equals(dialog); i++) {
            page.keyboard().press("Tab");
        }
        assertThat(page.locator("#open-" + dialog)).isFocused();
        assertThat(page.locator("#open-" + dialog)).hasText(label);
        page.keyboard().press("Escape");
        page.keyboard().press("Space");
        assertThat(page.locator("#" + dialog + " textarea")).isFocused();
        page.keyboard().press("Escape");
        assertThat(page.locator("dialog[open]")).hasCount(0);
        assertThat(page.locator("#open-" + dialog)).isFocused();
        page.keyboard().press("Enter");
        page.keyboard().type("seen by two of us");
        page.keyboard().press("Tab");
        page.keyboard().press("Tab");
        page.keyboard().press("Enter");
        assertThat(page.locator(".reason")).containsText("max: seen by two of us");
        return house.database
                .read(sql -> house.books.rollouts().get(sql, "rollout-1canary"))
                .state();
    }

    private String focused() {
        return String.valueOf(page.evaluate("document.activeElement.dataset.dialog || ''"));
    }

    @Test
    void forward_isChosenByKeyboard() {
        Assertions.assertThat(decide("do-promote", "Go forward")).isEqualTo(RolloutState.STARTED);
        assertThat(page.locator(".headline")).containsText("are starting");
    }

    @Test
    void back_isChosenByKeyboard() {
        Assertions.assertThat(decide("do-resume", "Go back")).isEqualTo(RolloutState.ROLLING_BACK);
    }

    @Test
    void lane_staysTakenUntilSomebodyDecides_andSaysSo() {
        page.navigate(house.address() + "/lanes");

        assertThat(page.locator("[data-dialog=free-rollout-1canary]")).isDisabled();
        assertThat(page.locator("#why-free-rollout-1canary")).containsText("a person has to decide");

        Assertions.assertThat(decide("do-abort", "Close")).isEqualTo(RolloutState.FAILED);
        page.navigate(house.address() + "/lanes");
        assertThat(page.locator("#live")).containsText("Every environment is free.");
    }
}
