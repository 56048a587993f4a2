package dev.slipway.actions.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The page that says what of GitHub's language can be used is made of {@link Feature}. */
class CompatibilityDocTest {

    private static final Path PAGE = Path.of("..", "docs", "actions-compatibility.md");

    @Test
    void page_saysWhatTheTableSays() throws IOException {
        String page = CompatibilityPage.text();
        if (Boolean.getBoolean("slipway.docs.write")) {
            Files.writeString(PAGE, page);
        }
        assertThat(PAGE)
                .as("write it anew with -Dslipway.docs.write=true -Dtest=CompatibilityDocTest")
                .hasContent(page);
    }
}
