package dev.slipway.server.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.actions.workflow.ActionReference;
import dev.slipway.server.action.ActionLock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.eclipse.jgit.api.Git;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LockCommandTest {

    @TempDir
    Path folder;

    private String checkout = "";
    private String tool = "";

    @BeforeEach
    void mirrorAndWorkflow() throws Exception {
        checkout = publish("actions/checkout", "v4", "runs: {using: node20, main: index.js}\n");
        tool = publish("acme/tool", "v1", "runs: {using: composite, steps: [{uses: actions/checkout@v4}]}\n");
        Path workflows = Files.createDirectories(folder.resolve("project/.github/workflows"));
        Files.writeString(
                workflows.resolve("a.yml"),
                "on: push\njobs: {b: {runs-on: x, steps: [{uses: actions/cache@v4}, {uses: acme/tool@v1}]}}\n");
    }

    private String publish(String name, String tag, String action) throws Exception {
        return publish(name, tag, Map.of("action.yml", action));
    }

    private String publish(String name, String tag, Map<String, String> files) throws Exception {
        Path clone = Files.createDirectories(folder.resolve("mirror").resolve(name));
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path path = clone.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
        try (Git git = Git.init().setDirectory(clone.toFile()).call()) {
            git.add().addFilepattern(".").call();
            String commit = git.commit()
                    .setMessage("first")
                    .setAuthor("Ann", "ann@example.org")
                    .setCommitter("Ann", "ann@example.org")
                    .setSign(false)
                    .call()
                    .getName();
            git.tag().setName(tag).setAnnotated(false).call();
            return commit;
        }
    }

    private String lock() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Map<String, String> environment = Map.of(
                "SLIPWAY_ACTIONS_MIRROR", folder.resolve("mirror").toString(),
                "SLIPWAY_ACTIONS_URL", "none",
                "XDG_CACHE_HOME", folder.resolve("cache").toString());
        new LockCommand(folder.resolve("project"), environment)
                .write(new PrintStream(out, true, StandardCharsets.UTF_8));
        return out.toString(StandardCharsets.UTF_8);
    }

    private Path file() {
        return folder.resolve("project").resolve(ActionLock.FILE);
    }

    private ActionLock written() throws IOException {
        return ActionLock.read(Files.readString(file()));
    }

    @Test
    void performedActions_areNotedApart_andToldWhereTheyAreUnknown() throws IOException {
        assertThat(lock())
                .contains("acme/tool@v1 is " + tool + "\n")
                .contains("actions/checkout@v4 is " + checkout + ", performed by Slipway\n")
                .contains(
                        "actions/cache@v4 is performed by Slipway and not pinned: the repository actions/cache is not")
                .contains("2 actions are pinned in");

        assertThat(written())
                .isEqualTo(new ActionLock(Map.of("acme/tool@v1", tool), Map.of("actions/checkout@v4", checkout)));
        assertThat(folder.resolve("cache/slipway/actions/actions")).doesNotExist();
    }

    /** One of them has to run as its own code, the other must not do so for that. */
    @Test
    void actionsInFoldersOfOneRepository_areToldApart() throws Exception {
        workflow(
                "on: push\njobs: {b: {runs-on: x, steps: [{uses: actions/checkout@v4}, {uses: actions/checkout/more@v4}]}}");
        lock();
        ActionLock lock = written();
        assertThat(lock)
                .isEqualTo(new ActionLock(
                        Map.of("actions/checkout/more@v4", checkout), Map.of("actions/checkout@v4", checkout)));
        assertThat(lock.wantsCode(action("actions/checkout/more@v4"))).isTrue();
        assertThat(lock.wantsCode(action("actions/checkout@v4"))).isFalse();
        assertThat(lock.commit(action("actions/checkout/other@v4"))).contains(checkout);
        assertThat(lock.commit(action("actions/checkout-more@v4"))).isEmpty();
        assertThat(lock.commit(action("actions/checkout@v5"))).isEmpty();
    }

    @Test
    void workflowsOfOtherRepositories_arePinned_andWhatTheyUse() throws Exception {
        publish(
                "acme/flows",
                "v2",
                Map.of(
                        ".github/workflows/build.yml",
                        "on: workflow_call\njobs: {b: {uses: ./.github/workflows/inner.yml}}\n",
                        ".github/workflows/inner.yml",
                        "on: workflow_call\njobs: {b: {runs-on: x, steps: [{uses: acme/tool@v1}]}}\n"));
        workflow("on: push\njobs: {b: {uses: acme/flows/.github/workflows/build.yml@v2}}");
        lock();
        assertThat(written().commits().keySet())
                .containsExactlyInAnyOrder(
                        "acme/flows/.github/workflows/build.yml@v2",
                        "acme/flows/.github/workflows/inner.yml@v2",
                        "acme/tool@v1");
    }

    private void workflow(String text) throws IOException {
        Files.writeString(folder.resolve("project/.github/workflows/a.yml"), text + "\n");
    }

    private static ActionReference.Repository action(String text) {
        return (ActionReference.Repository) ActionReference.parse(text).orElseThrow();
    }

    @Test
    void actionThatWasMovedToThoseWithCode_staysThere_andWhatWasKnownIsKept() throws IOException {
        String cache = "0123456789abcdef0123456789abcdef01234567";
        Files.writeString(
                file(),
                new ActionLock(Map.of("actions/checkout@v4", checkout), Map.of("actions/cache@v4", cache)).write());

        lock();

        assertThat(written())
                .isEqualTo(new ActionLock(
                        Map.of("acme/tool@v1", tool, "actions/checkout@v4", checkout),
                        Map.of("actions/cache@v4", cache)));
    }
}
