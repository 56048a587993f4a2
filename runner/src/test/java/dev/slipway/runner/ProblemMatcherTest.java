package dev.slipway.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.actions.plan.Conclusion;
import dev.slipway.runner.log.Annotation;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ProblemMatcherTest {

    private static final String COMPILER = """
            {"problemMatcher": [{"owner": "cc", "pattern": [{
              "regexp": "^(.+):(\\\\d+):(\\\\d+): (warning|error): (.+?)(?: \\\\[(.+)\\\\])?$",
              "file": 1, "line": 2, "column": 3, "severity": 4, "message": 5, "code": 6}]}]}
            """;
    private static final String STYLISH = """
            {"problemMatcher": [{"owner": "eslint", "pattern": [
              {"regexp": "^([^\\\\s].*)$", "file": 1},
              {"regexp": "^\\\\s+(\\\\d+):(\\\\d+)\\\\s+(error|warning|info)\\\\s+(.*)\\\\s\\\\s+(.*)$",
               "line": 1, "column": 2, "severity": 3, "message": 4, "code": 5, "loop": true}]}]}
            """;

    @TempDir
    Path folder;

    private final Map<String, String> files = new HashMap<>();
    private JobBench bench;

    @BeforeEach
    void bench() {
        bench = new JobBench(folder).tree(files);
        files.put("cc.json", COMPILER);
        files.put("stylish.json", STYLISH);
        files.put("src/a.c", "int a;");
    }

    private List<Annotation> notes(String script) throws Exception {
        JobOutcome outcome = bench.steps("- uses: actions/checkout@v4\n- run: |\n" + script.indent(4));
        assertThat(outcome.conclusion()).as(bench.log()).isEqualTo(Conclusion.SUCCESS);
        return outcome.annotations();
    }

    @Test
    void line_becomesAnAnnotationAtItsPlace_withoutFailingTheStep() throws Exception {
        List<Annotation> notes = notes("""
                echo "::add-matcher::cc.json"
                printf '\\033[1msrc/a.c:3:7: \\033[31merror: no such thing [E12]\\n'
                echo "src/absent.c:1:1: warning: far away"
                """);
        assertThat(notes).hasSize(2);
        assertThat(notes.getFirst())
                .isEqualTo(new Annotation(
                        Annotation.Level.ERROR,
                        "no such thing",
                        Optional.of("E12"),
                        Optional.of("src/a.c"),
                        Optional.of(3),
                        Optional.of(3),
                        Optional.of(7),
                        Optional.of(7),
                        2));
        assertThat(notes.getLast().level()).isEqualTo(Annotation.Level.WARNING);
        assertThat(notes.getLast().file()).isEmpty();
        assertThat(bench.log()).contains("##[warning]src/absent.c:1:1: warning: far away");
    }

    @Test
    void severalPatterns_putTheirLinesTogether_andTheLastOneLoops() throws Exception {
        List<Annotation> notes = notes("""
                echo "::add-matcher::stylish.json"
                echo "src/a.c"
                echo "  1:10  error  Missing semicolon  semi"
                echo "  2:20  warning  Too long  max-len"
                echo "  3:30  info  Not a level  what"
                echo ""
                echo "  4:40  error  Of no file  semi"
                """);
        assertThat(notes).extracting(Annotation::message).containsExactly("Missing semicolon", "Too long");
        assertThat(notes).extracting(Annotation::file).containsOnly(Optional.of("src/a.c"));
        assertThat(notes).extracting(note -> note.startLine().orElse(0)).containsExactly(1, 2);
    }

    @Test
    void matcher_thatIsRemoved_isSilent_andStoppedCommandsDoNotAddOne() throws Exception {
        List<Annotation> notes = notes("""
                echo "::stop-commands::qq7"
                echo "::add-matcher::cc.json"
                echo "src/a.c:1:1: error: not yet"
                echo "::qq7::"
                echo "::add-matcher::cc.json"
                echo "::remove-matcher owner=CC::"
                echo "src/a.c:1:1: error: no longer"
                """);
        assertThat(notes).isEmpty();
    }

    @Test
    @Timeout(60)
    void pattern_thatTakesTooLong_isGivenUp() throws Exception {
        files.put("slow.json", """
                {"problemMatcher": [{"owner": "slow", "pattern": [
                  {"regexp": "^(?=(a+)+$)(a+)+b$", "message": 1}]}]}
                """);
        List<Annotation> notes = notes("""
                echo "::add-matcher::slow.json"
                echo "::add-matcher::cc.json"
                for i in 1 2 3 4 5; do echo "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!"; done
                echo "src/a.c:1:1: error: still found"
                """);
        assertThat(notes).extracting(Annotation::message).containsExactly("still found");
    }

    @Test
    void matcherFile_thatIsWrong_isWarnedOf() throws Exception {
        files.put("bad.json", "{\"problemMatcher\": [{\"owner\": \"x\", \"pattern\": [{\"regexp\": \"(\"}]}]}");
        List<Annotation> notes = notes("echo '::add-matcher::bad.json'\necho '::add-matcher::absent.json'\n");
        assertThat(notes).extracting(Annotation::level).containsOnly(Annotation.Level.WARNING);
        assertThat(notes).hasSize(2);
    }
}
