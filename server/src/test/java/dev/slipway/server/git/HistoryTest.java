package dev.slipway.server.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The history of a repository that real git pushed to. */
class HistoryTest {

    @TempDir
    Path folder;

    @Test
    void tags_areThoseThatLeadToTheCommit_annotatedOrNot() throws Exception {
        Repositories repositories = new Repositories(folder.resolve("repos"));
        repositories.create("shop", "main");
        History history = new History(repositories);
        git("init", "--quiet", "-b", "main");
        String first = commit();
        git("tag", "v1");
        String second = commit();
        git("tag", "--annotate", "-m", "two", "v2");
        git("tag", "nightly");
        push(repositories);
        git("tag", "late", first);
        assertThat(history.tags("shop", first)).containsExactly("refs/tags/v1");
        assertThat(history.tags("shop", second)).containsExactly("refs/tags/nightly", "refs/tags/v2");
        push(repositories);
        assertThat(history.tags("shop", first)).containsExactly("refs/tags/late", "refs/tags/v1");
        assertThat(history.tags("shop", "0".repeat(40))).isEmpty();
    }

    private void push(Repositories repositories) throws IOException, InterruptedException {
        git("push", "--quiet", repositories.place("shop").toString(), "main", "--tags");
    }

    private String commit() throws IOException, InterruptedException {
        git("commit", "--quiet", "--allow-empty", "-m", "change");
        return git("rev-parse", "HEAD");
    }

    private String git(String... arguments) throws IOException, InterruptedException {
        Path clone = Files.createDirectories(folder.resolve("clone"));
        List<String> command =
                new ArrayList<>(List.of("git", "-c", "user.name=Ann", "-c", "user.email=ann@example.com"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(clone.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said.strip();
    }
}
