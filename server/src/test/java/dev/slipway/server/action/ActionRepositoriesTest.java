package dev.slipway.server.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.actions.workflow.ActionReference;
import dev.slipway.kernel.Problem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
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
        ProjectActions actions = new ProjectActions(repositories, Optional.empty(), Optional.empty());
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
        ActionLock lock = ActionLock.read(new ActionLock(Map.of("acme/tool@main", first), Map.of()).write());
        ProjectActions actions = new ProjectActions(repositories, Optional.of(lock), Optional.empty());
        assertThat(text(actions.fetch(reference("main")))).isEqualTo("one");
        assertThat(actions.isPinned(reference("main"))).isTrue();
        assertThat(text(actions.fetch(reference(second)))).isEqualTo("two");
        assertThatThrownBy(() -> actions.fetch(reference("v1")))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo("action-not-locked"));
    }

    @Test
    void lock_namesTheCommitOfWhatIsPerformed_withoutAskingForItsCode() throws Exception {
        ActionLock lock = ActionLock.read(new ActionLock(Map.of(), Map.of("acme/tool@main", first)).write());
        ProjectActions actions = new ProjectActions(repositories, Optional.of(lock), Optional.empty());
        assertThat(lock.performed()).containsExactly(Map.entry("acme/tool@main", first));
        assertThat(actions.isPinned(reference("main"))).isFalse();
        assertThat(text(actions.fetch(reference("main")))).isEqualTo("one");
    }

    @Test
    void manyWhoFetchTheSameAtOnce_allGetIt_andLeaveNothingBeside() throws Exception {
        int many = 12;
        ActionOrigin origin =
                ActionOrigin.of(Optional.of(folder.resolve("mirror").toString()), "none");
        CyclicBarrier start = new CyclicBarrier(many);
        List<Future<Path>> places = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(many)) {
            for (int i = 0; i < many; i++) {
                ActionRepositories own = new ActionRepositories(folder.resolve("kept"), origin);
                places.add(threads.submit(() -> {
                    start.await();
                    return own.at(reference("v1"), first);
                }));
            }
            for (Future<Path> place : places) {
                assertThat(place.get()).hasFileName(first);
                assertThat(place.get().resolve("action.yml")).hasContent("one");
            }
        }
        assertThat(folder.resolve("kept/acme/tool")).isDirectoryContaining("glob:**" + first);
        try (Stream<Path> left = Files.list(folder.resolve("kept/acme/tool"))) {
            assertThat(left).hasSize(1);
        }
    }

    @Test
    void mirrorThatLacksObjects_isAProblem_andPrintsNothing() throws Exception {
        ProjectActions actions = new ProjectActions(repositories, Optional.empty(), Optional.empty());
        try (Stream<Path> objects = Files.walk(folder.resolve("mirror/acme/tool/.git/objects"))) {
            for (Path object : objects.filter(Files::isRegularFile).toList()) {
                Files.delete(object);
            }
        }
        PrintStream usual = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            for (String ref : List.of("v1", "main", first)) {
                assertThatThrownBy(() -> actions.fetch(reference(ref)))
                        .isInstanceOfSatisfying(Problem.class, problem -> {
                            assertThat(problem.code()).isEqualTo("action-unreachable");
                            assertThat(problem.hint()).contains("git fsck");
                        });
            }
        } finally {
            System.setErr(usual);
        }
        assertThat(printed.toString(StandardCharsets.UTF_8)).isEmpty();
        assertThat(folder.resolve("kept/acme/tool")).isEmptyDirectory();
    }

    @Test
    void repositoryThatAnOrganisationSharesItsWorkflowsIn_isFetched() throws Exception {
        Files.move(folder.resolve("mirror/acme/tool"), folder.resolve("mirror/acme/.github"));
        ProjectActions actions = new ProjectActions(repositories, Optional.empty(), Optional.empty());
        assertThat(text(actions.fetch(new ActionReference.Repository("acme", ".github", "", "v1"))))
                .isEqualTo("one");
    }

    @Test
    void namesThatLeaveTheMirror_areRefused() {
        ProjectActions actions = new ProjectActions(repositories, Optional.empty(), Optional.empty());
        assertThatThrownBy(() -> actions.fetch(new ActionReference.Repository("..", "tool", "", "v1")))
                .isInstanceOf(Problem.class);
        for (String repository : List.of(".", "..", ".git")) {
            assertThatThrownBy(() -> actions.fetch(new ActionReference.Repository("acme", repository, "", "v1")))
                    .isInstanceOfSatisfying(
                            Problem.class, problem -> assertThat(problem.code()).isEqualTo("bad-uses"));
        }
        assertThatThrownBy(() -> actions.fetch(new ActionReference.Repository("acme", "absent", "", "v1")))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo("no-action-origin"));
    }
}
