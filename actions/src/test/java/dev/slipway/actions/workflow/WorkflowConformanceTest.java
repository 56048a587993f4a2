package dev.slipway.actions.workflow;

import dev.slipway.actions.schema.Fault;
import dev.slipway.actions.schema.SchemaReader;
import dev.slipway.testkit.Conformance;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class WorkflowConformanceTest {

    private static final int FLOOR = 109;
    private static final int LONGEST_MESSAGE = 500;

    /** Cases that the official reader for editors does not pass either, with why they cannot be right. */
    private static final Map<String, String> LEFT_OUT = Map.of(
            "errors-max-result-size.yml", "contradicts max-result-size.yml, which allows the same text fewer bytes",
            "errors-anchor-tag.yml", "refuses anchors, which GitHub takes");

    /** Compares with the official reader in full: the same errors at the same lines and columns, or the same workflow. */
    @Test
    void officialReader_readsTheSame() throws IOException {
        Conformance conformance = new Conformance("workflow-reader");
        for (Path file : Conformance.files("actions/workflow-reader/reader", ".yml")) {
            ReferenceCase given = ReferenceCase.read(file);
            Optional.ofNullable(LEFT_OUT.get(given.name()))
                    .ifPresentOrElse(
                            reason -> conformance.skip(given.name(), reason), () -> compare(conformance, given));
        }
        conformance.finish(FLOOR);
    }

    private static void compare(Conformance conformance, ReferenceCase given) {
        WorkflowReader.Reading reading = WorkflowReader.read(given.path(), given.text(), given.readOptions());
        List<Fault> errors = given.strict() ? ignoredKeys(reading.faults()) : firstStage(reading.faults());
        if (given.wrong()) {
            List<String> expected = StreamSupport.stream(
                            given.expected().get("errors").spliterator(), false)
                    .map(error -> error.get("Message").stringValue().replace("and and must", "and must"))
                    .toList();
            conformance.compare(
                    given.name(),
                    expected,
                    errors.stream().map(WorkflowConformanceTest::message).toList());
        } else if (!errors.isEmpty()) {
            conformance.compare(
                    given.name(),
                    "no error",
                    errors.stream().map(WorkflowConformanceTest::message).toList());
        } else {
            JsonNode actual = reading.draft()
                    .map(workflow -> ReferenceJson.of(given, workflow))
                    .orElseThrow();
            conformance.compare(
                    given.name(), ReferenceJson.canonical(given.expected()), ReferenceJson.canonical(actual));
        }
    }

    /** What the official editor refuses, and GitHub passes over. */
    private static List<Fault> ignoredKeys(List<Fault> faults) {
        return faults.stream()
                .filter(fault -> fault.finding().code().equals("ignored-key"))
                .toList();
    }

    /** The official reader tells the faults of the first stage that has some. */
    private static List<Fault> firstStage(List<Fault> faults) {
        Optional<Fault.Stage> first = faults.stream()
                .map(fault -> fault.stage() == Fault.Stage.TEXT ? Fault.Stage.SHAPE : fault.stage())
                .filter(stage -> stage.compareTo(Fault.Stage.CALL) <= 0)
                .min(Comparator.naturalOrder());
        return faults.stream()
                .filter(fault -> first.isPresent()
                        && (fault.stage() == first.get()
                                || (first.get() == Fault.Stage.SHAPE && fault.stage() == Fault.Stage.TEXT)))
                .toList();
    }

    private static String message(Fault fault) {
        String file = fault.anchor().file();
        String text = fault.finding().message();
        if (Set.of("too-many-jobs", "deep-calls").contains(fault.finding().code())) {
            return text;
        } else if (fault.stage() == Fault.Stage.TEXT) {
            return file + ": " + text;
        }
        String whole = "%s (Line: %d, Col: %d): %s"
                .formatted(file, fault.anchor().line(), fault.anchor().column(), text);
        if (fault.finding().code().equals(SchemaReader.BUDGET_EXCEEDED)) {
            return "In " + whole;
        }
        return whole.length() > LONGEST_MESSAGE ? whole.substring(0, LONGEST_MESSAGE) + "[...]" : whole;
    }
}
