package dev.slipway.testkit;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Lets tests go on as soon as what they await is there. Awaitility looks every 100 ms, so that each condition costs a tenth of
 * a second, also where it holds after a millisecond; here the looks begin close together and come to those 100 ms. JUnit finds
 * this extension by itself.
 */
public final class PromptAwaiting implements BeforeAllCallback {

    private static final Duration FIRST = Duration.ofMillis(2);
    private static final Duration LAST = Duration.ofMillis(100);

    @Override
    public void beforeAll(ExtensionContext context) {
        Awaitility.setDefaultPollDelay(Duration.ZERO);
        Awaitility.setDefaultPollInterval((_, last) -> next(last));
    }

    static Duration next(Duration last) {
        Duration longer = last.multipliedBy(3).dividedBy(2);
        if (longer.compareTo(FIRST) < 0) {
            return FIRST;
        }
        return longer.compareTo(LAST) > 0 ? LAST : longer;
    }
}
