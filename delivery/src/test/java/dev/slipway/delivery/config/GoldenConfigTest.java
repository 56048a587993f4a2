package dev.slipway.delivery.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.slipway.kernel.Finding;
import dev.slipway.kernel.yaml.Yaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Reads files that are right and files that are wrong; what is expected of a wrong one lies beside it. */
class GoldenConfigTest {

    private static final Path CASES = Path.of("src/test/resources/slipway-yml");
    private static final List<String> WORKFLOWS = List.of("validate", "test", "build");
    private static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(ConfigSchema.json());

    /** Codes of complaints that a JSON Schema can make as well. */
    private static final Set<String> STRUCTURAL =
            Set.of("unknown-key", "missing-key", "wrong-type", "one-of", "too-few");

    static Stream<Path> good() throws IOException {
        return cases("good");
    }

    static Stream<Path> bad() throws IOException {
        return cases("bad");
    }

    @ParameterizedTest
    @MethodSource("good")
    void goodFile_isReadWithoutFindingsAndFitsTheSchema(Path file) throws IOException {
        String text = Files.readString(file);

        ConfigResult result = ConfigReader.read("slipway.yml", text, WORKFLOWS);

        assertThat(result.findings()).isEmpty();
        assertThat(result.config()).isPresent();
        assertThat(schemaComplaints(text)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("bad")
    void badFile_isRefusedWithWhatLiesBesideIt(Path file) throws IOException {
        String text = Files.readString(file);

        ConfigResult result = ConfigReader.read("slipway.yml", text, WORKFLOWS);

        String found = result.findings().stream()
                .map(finding -> finding.code() + " " + finding + "\n")
                .collect(Collectors.joining());
        Path expected = Path.of(file.toString().replace(".yml", ".expected"));
        if (Boolean.getBoolean("slipway.golden.write")) {
            Files.writeString(expected, found);
        }
        assertThat(found).isEqualTo(Files.readString(expected));
        assertThat(result.config()).isEmpty();
        if (result.findings().stream().map(Finding::code).anyMatch(STRUCTURAL::contains)) {
            assertThat(schemaComplaints(text)).isNotEmpty();
        }
    }

    private static Stream<Path> cases(String folder) throws IOException {
        try (Stream<Path> files = Files.list(CASES.resolve(folder))) {
            return files.filter(file -> file.toString().endsWith(".yml")).sorted().toList().stream();
        }
    }

    private static List<String> schemaComplaints(String yaml) {
        String json = JsonNodes.of(Yaml.read("slipway.yml", yaml).root().orElseThrow())
                .toString();
        return SCHEMA.validate(json, InputFormat.JSON).stream()
                .map(Object::toString)
                .toList();
    }
}
