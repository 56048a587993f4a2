package dev.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The reference lists what the server's own packages declare; run with {@code -Dslipway.docs.write=true} to renew it. */
class HttpApiDocTest {

    private static final String BEGIN = "<!-- routes -->\n";
    private static final String END = "<!-- /routes -->";

    @TempDir
    Path folder;

    @Test
    void reference_hasTheTableOfAllRoutes() throws Exception {
        Path page = Path.of(System.getProperty("slipway.root"), "docs/http-api.md");
        try (House house = House.open(folder.resolve("home"))) {
            String text = Files.readString(page);
            String before = text.substring(0, text.indexOf(BEGIN) + BEGIN.length());
            String after = text.substring(text.indexOf(END));
            String wanted = before + house.server.routes().toMarkdown() + after;
            if (Boolean.getBoolean("slipway.docs.write")) {
                Files.writeString(page, wanted);
            }
            assertThat(Files.readString(page)).isEqualTo(wanted);
        }
    }
}
