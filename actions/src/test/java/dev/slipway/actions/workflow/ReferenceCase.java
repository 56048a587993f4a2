package dev.slipway.actions.workflow;

import dev.slipway.kernel.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** One file of the official reader's own tests: options, a workflow, workflows that it calls, what is expected. */
record ReferenceCase(
        String name,
        Map<String, String> options,
        boolean ofEditor,
        String text,
        Map<String, String> called,
        JsonNode expected) {

    private static final Pattern OPTION = Pattern.compile("(?m)^([a-z-]+): *([^#\\n]*?) *(#.*)?$");

    static ReferenceCase read(Path file) throws IOException {
        String[] documents = Files.readString(file).split("\\r?\\n---\\r?\\n");
        Map<String, String> options = new LinkedHashMap<>();
        Matcher matcher = OPTION.matcher(documents[0]);
        while (matcher.find()) {
            options.put(matcher.group(1), matcher.group(2));
        }
        Map<String, String> called = new LinkedHashMap<>();
        List<String> pairs = Arrays.asList(documents).subList(2, documents.length - 1);
        for (int i = 0; i + 1 < pairs.size(); i += 2) {
            called.put(pairs.get(i).strip(), pairs.get(i + 1));
        }
        return new ReferenceCase(
                String.valueOf(file.getFileName()),
                options,
                documents[0].contains("- C#"),
                documents[1],
                called,
                Json.mapper().readTree(documents[documents.length - 1]));
    }

    String path() {
        return ".github/workflows/" + name;
    }

    boolean withPositions() {
        return "true".equals(options.get("include-source"));
    }

    boolean wrong() {
        return expected.has("errors");
    }

    /** True for errors that the editor alone finds: GitHub's own readers leave the case out. */
    boolean strict() {
        return ofEditor && wrong();
    }

    ReadOptions readOptions() {
        ReadOptions standard = ReadOptions.STANDARD;
        boolean skip = "true".equals(options.get("skip-reusable-workflows"));
        return new ReadOptions(
                skip ? CalledWorkflows.NONE : this::find,
                number("max-file-size", standard.mostCharacters()),
                number("max-result-size", (int) standard.mostBytes()),
                number("max-depth", standard.deepest()),
                number("max-job-limit", standard.mostJobs()),
                number("max-nested-reusable-workflows-depth", standard.deepestCalls()),
                "LimitedRead".equals(options.get("permissions-policy"))
                        ? ReadOptions.Grant.LIMITED_READ
                        : ReadOptions.Grant.WRITE);
    }

    private int number(String option, int otherwise) {
        return Optional.ofNullable(options.get(option)).map(Integer::parseInt).orElse(otherwise);
    }

    private Optional<CalledWorkflows.Called> find(String caller, String reference) {
        return Optional.ofNullable(called.get(reference)).map(text -> new CalledWorkflows.Called(reference, text));
    }
}
