package dev.slipway.delivery.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever copies an example from the guides into {@code slipway.yml} has something that is read. */
class GuideTest {

    private static final Path DOCS = Path.of(System.getProperty("slipway.root", ".."), "docs");
    private static final Pattern EXAMPLE = Pattern.compile("^```yaml\n(.*?)^```", Pattern.MULTILINE | Pattern.DOTALL);

    private static final String SERVICES = "services: {web: {artifact: web, command: [./web]}}\n";
    private static final String ENVIRONMENTS = "environments: {production: {}}\n";

    @ParameterizedTest
    @ValueSource(strings = {"delivering.md", "judge.md", "previews.md", "platform-command.md", "platform-container.md"})
    void examples_areReadWithoutAFinding(String page) throws IOException {
        List<String> examples = examples(page);

        assertThat(examples)
                .isNotEmpty()
                .allSatisfy(example -> assertThat(
                                ConfigReader.read("slipway.yml", whole(example)).findings())
                        .as(example)
                        .isEmpty());
    }

    private static List<String> examples(String page) throws IOException {
        return EXAMPLE.matcher(Files.readString(DOCS.resolve(page)))
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    /** The example with what it leaves out: a service, an environment, or what a key of an environment stands in. */
    private static String whole(String example) {
        if (example.startsWith("judge:")) {
            return SERVICES + "environments:\n  production:\n    strategy: canary\n" + example.indent(4);
        }
        return (example.startsWith("services:") ? "" : SERVICES)
                + (example.startsWith("environments:") ? "" : ENVIRONMENTS)
                + example;
    }
}
