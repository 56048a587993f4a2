package dev.slipway.delivery.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The pages under docs/ that are written from the table say what the table says. */
class ConfigReferenceTest {

    private static final Path DOCS = Path.of(System.getProperty("slipway.root", ".."), "docs");

    @Test
    void referencePage_isFresh() throws IOException {
        assertFresh("slipway-yml.md", ConfigReference.markdown());
    }

    @Test
    void publishedSchema_isFresh() throws IOException {
        assertFresh("slipway.schema.json", ConfigSchema.json());
    }

    @Test
    void schema_isAValidSchema() throws IOException {
        var meta = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(com.networknt.schema.SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));

        assertThat(meta.validate(ConfigSchema.json(), InputFormat.JSON)).isEmpty();
    }

    @Test
    void everyKey_hasASentence() {
        ConfigSchema.ROOT.sections("", (path, section) -> {
            assertThat(section.title()).as(path).endsWith(".");
            section.keys()
                    .forEach(key ->
                            assertThat(key.doc()).as(path + "." + key.name()).endsWith("."));
        });
    }

    /** Reading an empty section reads every default, and throws on one that does not fit its shape. */
    @Test
    void everyDefault_fitsItsShape() {
        assertThat(ServiceSection.HEALTH.defaults().path()).isEqualTo("/health");
        assertThat(EnvironmentSection.SECTION.defaults().automatic()).isTrue();
    }

    private static void assertFresh(String name, String now) throws IOException {
        Path page = DOCS.resolve(name);
        if (Boolean.getBoolean("slipway.docs.write")) {
            Files.createDirectories(DOCS);
            Files.writeString(page, now);
        }
        assertThat(page)
                .as(
                        "docs/%s is stale: ./mvnw -pl delivery test -Dtest=ConfigReferenceTest -Dslipway.docs.write=true",
                        name)
                .hasContent(now);
    }
}
