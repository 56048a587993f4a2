package dev.slipway.promql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.promql.rule.AlertTable;
import dev.slipway.promql.syntax.Aggregator;
import dev.slipway.promql.syntax.Function;
import dev.slipway.promql.syntax.Functions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The tables of docs/promql.md say what the code says. */
class DocumentationTest {

    private static final Path PAGE = Path.of(System.getProperty("slipway.root", ".."), "docs", "promql.md");

    @Test
    void page_isFresh() throws IOException {
        String page = Files.readString(PAGE);
        String fresh = page;
        for (Map.Entry<String, String> part : parts().entrySet()) {
            fresh = replaced(fresh, part.getKey(), part.getValue());
        }
        if (Boolean.getBoolean("slipway.docs.write")) {
            Files.writeString(PAGE, fresh);
            page = fresh;
        }
        assertThat(page)
                .as(
                        "docs/promql.md is stale: ./mvnw -pl promql test -Dtest=DocumentationTest -Dslipway.docs.write=true")
                .isEqualTo(fresh);
    }

    private static Map<String, String> parts() {
        return Map.of(
                "functions", functions(),
                "aggregations", aggregations(),
                "alert", "```mermaid\n" + AlertTable.TABLE.toMermaid() + "```\n",
                "templates", templates());
    }

    private static String functions() {
        String supported = Functions.all().stream()
                .map(DocumentationTest::row)
                .collect(Collectors.joining("", "| Function | Answers |\n|---|---|\n", ""));
        return Functions.refused().entrySet().stream()
                .map(entry -> "| `" + entry.getKey() + "` | " + entry.getValue() + " |\n")
                .collect(Collectors.joining("", supported + "\nRefused:\n\n| Function | Since |\n|---|---|\n", ""));
    }

    private static String row(Function function) {
        return "| `" + function.signature() + "` | " + function.description() + " |\n";
    }

    private static String aggregations() {
        StringBuilder out = new StringBuilder("| Aggregation | Makes of each group |\n|---|---|\n");
        for (Aggregator aggregator : Aggregator.values()) {
            String parameter =
                    aggregator.parameter().map(type -> type.words() + ", ").orElse("");
            out.append("| `")
                    .append(aggregator.word())
                    .append('(')
                    .append(parameter)
                    .append("instant vector)` | ");
            out.append(aggregator.description()).append(" |\n");
        }
        return out.toString();
    }

    private static String templates() {
        return "Functions: `" + String.join("`, `", dev.slipway.promql.template.Functions.names()) + "`.\n";
    }

    private static String replaced(String page, String part, String content) {
        String open = "<!-- " + part + " -->\n";
        int start = page.indexOf(open) + open.length();
        return page.substring(0, start) + content + page.substring(page.indexOf("<!-- /" + part + " -->"));
    }
}
