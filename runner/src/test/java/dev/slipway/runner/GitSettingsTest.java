package dev.slipway.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GitSettingsTest {

    private static final Map<String, String> ONE = Map.of("http.curloptResolve", "a:1:b");

    private final Map<String, String> environment = new HashMap<>();

    @Test
    void settings_goBehindThoseOfTheWorkflow() {
        environment.putAll(Map.of(
                "GIT_CONFIG_COUNT", "1", "GIT_CONFIG_KEY_0", "safe.directory", "GIT_CONFIG_VALUE_0", "/__w/shop/shop"));
        GitSettings.add(environment, ONE);
        assertThat(environment)
                .containsEntry("GIT_CONFIG_COUNT", "2")
                .containsEntry("GIT_CONFIG_KEY_0", "safe.directory")
                .containsEntry("GIT_CONFIG_KEY_1", "http.curloptResolve")
                .containsEntry("GIT_CONFIG_VALUE_1", "a:1:b");
    }

    @Test
    void withoutAny_theyAreTheFirst() {
        GitSettings.add(environment, ONE);
        assertThat(environment)
                .containsEntry("GIT_CONFIG_COUNT", "1")
                .containsEntry("GIT_CONFIG_KEY_0", "http.curloptResolve");
    }

    @Test
    void countThatIsNone_isLeftForGitToRefuse() {
        environment.put("GIT_CONFIG_COUNT", "some");
        GitSettings.add(environment, ONE);
        assertThat(environment).containsOnly(Map.entry("GIT_CONFIG_COUNT", "some"));
    }
}
