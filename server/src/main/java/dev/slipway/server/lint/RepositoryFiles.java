package dev.slipway.server.lint;

import dev.slipway.actions.workflow.Workflow;
import dev.slipway.actions.workflow.WorkflowReader;
import dev.slipway.delivery.config.ConfigReader;
import dev.slipway.delivery.config.ConfigResult;
import dev.slipway.kernel.Finding;
import dev.slipway.kernel.Problem;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files in a folder that Slipway reads: {@code slipway.yml} and the workflows.
 *
 * @param root the repository's root
 */
public record RepositoryFiles(Path root) {

    private static final String CONFIG = "slipway.yml";
    private static final String WORKFLOWS = ".github/workflows";

    /**
     * What is wrong with them: that of {@code slipway.yml} first, then file by file. Names of workflows are checked only
     * when every workflow can be read, since else the missing one may be among the others.
     *
     * @throws Problem code {@code nothing-to-check} when there are no such files
     */
    public List<Finding> check() throws IOException {
        List<Path> workflows = workflowFiles();
        Path config = root.resolve(CONFIG);
        if (workflows.isEmpty() && Files.notExists(config)) {
            throw Problem.of(
                    Problem.Kind.NOT_FOUND,
                    "nothing-to-check",
                    "there is neither " + CONFIG + " nor " + WORKFLOWS + " in " + root,
                    "'slipway init' writes a slipway.yml");
        }
        List<String> names = new ArrayList<>();
        List<Finding> ofWorkflows = new ArrayList<>();
        for (Path file : workflows) {
            WorkflowReader.Reading reading = WorkflowReader.read(name(file), text(file));
            reading.workflow().map(Workflow::name).ifPresent(names::add);
            ofWorkflows.addAll(reading.findings());
        }
        List<Finding> findings = new ArrayList<>();
        if (Files.exists(config)) {
            boolean allNamesKnown = names.size() == workflows.size();
            ConfigResult read = allNamesKnown
                    ? ConfigReader.read(CONFIG, text(config), names)
                    : ConfigReader.read(CONFIG, text(config));
            findings.addAll(read.findings());
        }
        findings.addAll(ofWorkflows);
        return List.copyOf(findings);
    }

    private List<Path> workflowFiles() throws IOException {
        Path folder = root.resolve(WORKFLOWS);
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().matches(".*\\.ya?ml"))
                    .sorted()
                    .toList();
        }
    }

    private String name(Path file) {
        return root.relativize(file).toString().replace('\\', '/');
    }

    private String text(Path file) throws IOException {
        try {
            return Files.readString(file);
        } catch (MalformedInputException e) {
            throw Problem.of(
                    Problem.Kind.INVALID, "not-utf-8", name(file) + " is not UTF-8 text", "save it as UTF-8", e);
        }
    }
}
