package dev.slipway.actions.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.actions.expression.Contexts;
import dev.slipway.actions.expression.Status;
import dev.slipway.actions.expression.Tree;
import dev.slipway.actions.expression.Value;
import dev.slipway.kernel.yaml.Yaml;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SchemaReaderTest {

    private static final Schema SCHEMA = Schema.parse("""
            # a comment
            @some = github
            root = {
              name!: word, number: number, flag: boolean, kind: kind, one: one
              free: free, list: texts
            }
            kind = 'left' | 'right'
            one = a | b
            a = { x!: text, shared: text }
            b = { y!: text, shared: text }
            free @some = { *: word text }
            texts = list text
            """);

    @Test
    void numbersAndNothing_becomeTextWhereOnlyTextFits() {
        Tree tree = read("name: 1.50\nlist: [true, ~, 0x10]").orElseThrow();
        assertThat(tree.evaluate(Contexts.NONE).toJson())
                .isEqualToIgnoringWhitespace("{\"name\": \"1.5\", \"list\": [\"true\", \"\", \"16\"]}");
    }

    @Test
    void keys_ruleOutWhatTheyDoNotFit() {
        assertThat(faults("name: n\none: {x: 1, shared: 2}")).isEmpty();
        assertThat(faults("name: n\none: {x: 1, y: 2}")).containsExactly("f:2:13 Unexpected value 'y'");
        assertThat(faults("name: n\none: {shared: 1}"))
                .containsExactly(
                        "f:2:6 There's not enough info to determine what you meant. Add one of these properties: x, y");
    }

    @Test
    void whatDoesNotFit_isToldAtItsPlace() {
        assertThat(faults("number: x\nflag: 1\nkind: lift\nfree: []\nlist: {a: b}\nmore: 1"))
                .containsExactly(
                        "f:1:9 Unexpected value 'x'",
                        "f:2:7 Unexpected value '1'",
                        "f:3:7 Unexpected value 'lift'",
                        "f:4:7 A sequence was not expected",
                        "f:5:7 A mapping was not expected",
                        "f:6:1 Unexpected value 'more'",
                        "f:1:1 Required property is missing: name");
        assertThat(faults("name: a\nNAME: b")).containsExactly("f:2:1 'NAME' is already defined");
        assertThat(faults("name: ''")).containsExactly("f:1:7 Unexpected value ''");
        assertThat(faults("name: ${{ 1 }}"))
                .containsExactly("f:1:7 A template expression is not allowed in this context");
    }

    @Test
    void hint_namesTheNearestWord() {
        Faults faults = new Faults(new Source("kind: lift"));
        SchemaReader.read(
                SCHEMA, "root", Yaml.read("f", "name: n\nkind: lift").root().orElseThrow(), faults, Budget.standard());
        assertThat(faults.list())
                .singleElement()
                .satisfies(fault -> assertThat(fault.finding().hint()).isEqualTo("did you mean 'left'?"));
    }

    @Test
    void insert_putsTheEntriesOfAnExpressionInItsPlace() {
        Tree tree = read("name: n\nfree: {a: b, '${{ insert }}': '${{ github }}', '${{ github.k }}': d}")
                .orElseThrow();
        Contexts contexts = Contexts.of(Map.of("github", Value.of(Map.of("k", Value.of("c")))), Status.SUCCESS);
        assertThat(((Tree.Fields) tree)
                        .get("free")
                        .orElseThrow()
                        .evaluate(contexts)
                        .toJson())
                .isEqualToIgnoringWhitespace("{\"a\": \"b\", \"k\": \"c\", \"c\": \"d\"}");
    }

    @Test
    void budget_endsTheReading() {
        Faults faults = new Faults(new Source(""));
        Optional<Tree> tree = SchemaReader.read(
                SCHEMA,
                "root",
                Yaml.read("f", "name: " + "n".repeat(100)).root().orElseThrow(),
                faults,
                Budget.of(200, 50));
        assertThat(tree).isEmpty();
        assertThat(faults.list())
                .singleElement()
                .satisfies(fault -> assertThat(fault.finding().message()).isEqualTo("Maximum object size exceeded"));
    }

    @Test
    void schema_withADanglingReference_isAnError() {
        assertThatThrownBy(() -> Schema.parse("root = { a: nowhere }")).hasMessageContaining("nowhere");
        assertThat(Schema.WORKFLOW.names()).hasSizeGreaterThan(300).contains("event/push", "step-job");
        assertThat(Schema.WORKFLOW.keys("step-job")).contains("container", "snapshot");
    }

    private static Optional<Tree> read(String text) {
        return SchemaReader.read(
                SCHEMA,
                "root",
                Yaml.read("f", text).root().orElseThrow(),
                new Faults(new Source(text)),
                Budget.standard());
    }

    private static List<String> faults(String text) {
        Faults faults = new Faults(new Source(text));
        SchemaReader.read(
                SCHEMA,
                "root",
                Yaml.read("f", text, Yaml.Dialect.ACTIONS).root().orElseThrow(),
                faults,
                Budget.standard());
        return faults.list().stream()
                .map(fault -> fault.anchor() + " " + fault.finding().message())
                .toList();
    }
}
