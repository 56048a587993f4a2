package dev.slipway.server.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.actions.workflow.ActionReference;
import dev.slipway.kernel.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.revwalk.RevCommit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ActionRepositoriesTest {

    @TempDir
    Path folder;

    private String first = "";
    private String second = "";
    private ActionRepositories repositories = new ActionRepositories(Path.of("unset"), ActionOrigin.NONE);

    @BeforeEach
    void mirror() throws Exception {
        Path clone = Files.createDirectories(folder.resolve("mirror/acme/tool"));
        try (Git git =
                Git.init().setDirectory(clone.toFile()).setInitialBranch("main").call()) {
            first = commit(git, "one").getName();
            git.tag().setName("v1").setMessage("annotated").call();
            second = commit(git, "two").getName();
        }
        ActionOrigin origin =
                ActionOrigin.of(Optional.of(folder.resolve("mirror").toString()), "none");
        repositories = new ActionRepositories(folder.resolve("kept"), origin);
    }

    private static RevCommit commit(Git git, String text) throws Exception {
        Path root = git.getRepository().getWorkTree().toPath();
        Files.writeString(root.resolve("action.yml"), text);
        git.add().addFilepattern(".").call();
        return git.commit()
                .setMessage(text)
                .setAuthor("Ann", "ann@example.org")
                .setCommitter("Ann", "ann@example.org")
                .setSign(false)
                .call();
    }

    private static ActionReference.Repository reference(String ref) {
        return new ActionReference.Repository("acme", "tool", "", ref);
    }

    private static String text(Optional<Path> folder) throws IOException {
        return Files.readString(folder.orElseThrow().resolve("action.yml"));
    }

    @Test
    void reference_isATagABranchOrAWholeCommitId() throws Exception {
        ProjectActions actions = new ProjectActions(repositories, Optional.empty());
        assertThat(text(actions.fetch(reference("v1")))).isEqualTo("one");
        assertThat(text(actions.fetch(reference("main")))).isEqualTo("two");
        assertThat(text(actions.fetch(reference(first)))).isEqualTo("one");
        assertThat(actions.fetch(reference("v1")).orElseThrow().resolve(".git")).doesNotExist();
        assertThatThrownBy(() -> actions.fetch(reference(second.substring(0, 7))))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.hint()).contains("all 40"));
    }

    @Test
    void lock_holdsACommitAlthoughTheBranchMoves_andRefusesWhatItDoesNotName() throws Exception {
        ActionLock lock = ActionLock.read(new ActionLock(Map.of("acme/tool@main", first)).write());
        ProjectActions actions = new ProjectActions(repositories, Optional.of(lock));
        assertThat(text(actions.fetch(reference("main")))).isEqualTo("one");
        assertThat(actions.isPinned(reference("main"))).isTrue();
        assertThat(text(actions.fetch(reference(second)))).isEqualTo("two");
        assertThatThrownBy(() -> actions.fetch(reference("v1")))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo("action-not-locked"));
    }

    @Test
    void namesThatLeaveTheMirror_areRefused() {
        ProjectActions actions = new ProjectActions(repositories, Optional.empty());
        assertThatThrownBy(() -> actions.fetch(new ActionReference.Repository("..", "tool", "", "v1")))
                .isInstanceOf(Problem.class);
        assertThatThrownBy(() -> actions.fetch(new ActionReference.Repository("acme", "absent", "", "v1")))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo("no-action-origin"));
    }
}
