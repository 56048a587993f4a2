package dev.slipway.delivery.config;

import java.util.LinkedHashMap;
import java.util.Map;

/** The reference page of {@code slipway.yml}, written from the same table that the file is read by. */
public final class ConfigReference {

    private static final String HEAD = """
            # slipway.yml

            This page is generated from the table that Slipway reads the file by. `slipway lint` checks a file,
            `GET /schema/slipway.json` serves its JSON Schema (also in [slipway.schema.json](slipway.schema.json)), and an
            editor completes keys with this first line:

            ```yaml
            # yaml-language-server: $schema=http://127.0.0.1:7070/schema/slipway.json
            ```

            Unknown keys are errors. Durations are written like `500ms`, `10s`, `1m30s`, `2h`, `1d`; sizes like `256MiB`,
            `1GiB`, `500MB`. A canary whose steps do not end at weight 100 gets a last step `setWeight: 100`.
            """;

    private ConfigReference() {}

    /** The whole page in Markdown. */
    public static String markdown() {
        Map<String, Section<?>> sections = new LinkedHashMap<>();
        ConfigSchema.ROOT.sections("", (path, section) -> {
            if (!section.keys().isEmpty()) {
                sections.put(path, section);
            }
        });
        StringBuilder page = new StringBuilder(HEAD);
        sections.forEach((path, section) -> section(page, path, section));
        return page.toString();
    }

    private static void section(StringBuilder page, String path, Section<?> section) {
        page.append("\n## ")
                .append(path.isEmpty() ? "The file" : "`" + path + "`")
                .append("\n\n");
        page.append(section.title());
        if (section.oneKey()) {
            page.append(" Exactly one of these keys is written.");
        }
        page.append("\n\n| Key | Value | Default | Meaning |\n|---|---|---|---|\n");
        for (Key<?> key : section.keys()) {
            page.append("| `")
                    .append(key.name())
                    .append("` | ")
                    .append(cell(key.shape().words()))
                    .append(" | ");
            page.append(fallback(key)).append(" | ").append(cell(key.doc())).append(" |\n");
        }
    }

    private static String fallback(Key<?> key) {
        return key.required()
                ? "required"
                : key.fallback().map(text -> "`" + cell(text) + "`").orElse("");
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }
}
