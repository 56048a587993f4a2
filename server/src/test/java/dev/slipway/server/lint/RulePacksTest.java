package dev.slipway.server.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.server.invocation.Invocation;
import dev.slipway.server.query.Tool;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Rule packs do what they say, by our engine and by Prometheus' own. */
class RulePacksTest {

    static final List<String> PACKS = RulePacks.NAMES;

    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private int run(String... arguments) throws IOException {
        PrintStream printed = new PrintStream(out, true, StandardCharsets.UTF_8);
        return RulesCommand.run(new Invocation(
                List.of(arguments), folder, System.getenv(), printed, printed, false, new CompletableFuture<>()));
    }

    private String test(String pack) throws IOException {
        String name = pack + "_test.yml";
        try (InputStream in =
                Objects.requireNonNull(getClass().getResourceAsStream("/packs/" + name), "every pack has its tests")) {
            Files.copy(in, folder.resolve(".slipway/rules").resolve(name));
        }
        return ".slipway/rules/" + name;
    }

    @ParameterizedTest
    @FieldSource("PACKS")
    void pack_passesItsTests(String pack) throws IOException {
        assertThat(run("add", pack)).as(out.toString(StandardCharsets.UTF_8)).isZero();
        int code = run("test", test(pack));
        assertThat(code).as(out.toString(StandardCharsets.UTF_8)).isZero();
        assertThat(run("check", ".slipway/rules/" + pack + ".yml")).isZero();
    }

    @ParameterizedTest
    @FieldSource("PACKS")
    void pack_passesItsTestsWithPromtool(String pack) throws Exception {
        Tool promtool = Tool.installed("promtool");
        run("add", pack);
        assertThat(promtool.run("test", "rules", folder.resolve(test(pack)).toString()))
                .contains("SUCCESS");
    }

    @Test
    void pack_thatWasChangedIsNotOverwritten() throws IOException {
        assertThat(run("add", "site-down", "disk")).isZero();
        assertThat(run("add", "site-down")).isZero();
        Files.writeString(folder.resolve(".slipway/rules/disk.yml"), "groups: []\n");

        assertThat(run("add", "latency", "disk")).isNotZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("disk.yml is there and says something else");
        assertThat(folder.resolve(".slipway/rules/latency.yml")).doesNotExist();
        assertThat(run("add", "nonsense")).isEqualTo(66);
    }

    @Test
    void packs_areListed() throws IOException {
        assertThat(run("packs")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains(PACKS).contains("A probe of .slipway/probes.yml");
    }
}
