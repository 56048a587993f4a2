package dev.slipway.runner.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobWorkspaceTest {

    @TempDir
    Path parent;

    @Test
    void nextJob_findsItsFilesWhereTheLastOneHadThem() throws IOException {
        Path first;
        try (JobWorkspace job = JobWorkspace.create(parent, "shop")) {
            first = job.work();
            Files.writeString(first.resolve("kept"), "by nobody");
        }

        try (JobWorkspace job = JobWorkspace.create(parent, "shop")) {
            assertThat(job.work()).isEqualTo(first).isEmptyDirectory();
        }
    }

    @Test
    void lowestNumberThatIsFree_isTaken() throws IOException {
        try (JobWorkspace first = JobWorkspace.create(parent, "shop")) {
            try (JobWorkspace second = JobWorkspace.create(parent, "shop");
                    JobWorkspace third = JobWorkspace.create(parent, "shop")) {
                second.close();
                try (JobWorkspace next = JobWorkspace.create(parent, "shop")) {
                    assertThat(next.root()).isEqualTo(second.root());
                    assertThat(List.of(first.root(), next.root(), third.root())).doesNotHaveDuplicates();
                }
            }
        }
    }

    @Test
    void jobsThatBeginTogether_haveFoldersOfTheirOwn() throws Exception {
        List<Future<JobWorkspace>> asked = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            IntStream.range(0, 50).forEach(_ -> asked.add(threads.submit(() -> JobWorkspace.create(parent, "shop"))));
        }

        List<Path> roots = new ArrayList<>();
        for (Future<JobWorkspace> each : asked) {
            roots.add(each.get().root());
        }
        Path real = parent.toRealPath();
        assertThat(roots)
                .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, 50)
                        .mapToObj(number -> real.resolve(Integer.toString(number)))
                        .toList());
    }

    @Test
    void foldersThatAKilledJobLeft_areNobodys() throws IOException {
        Path left = Files.createDirectories(parent.toRealPath().resolve("1/work/shop"));
        Files.writeString(left.resolve("secret"), "of another");

        try (JobWorkspace job = JobWorkspace.create(parent, "shop")) {
            assertThat(job.root()).isNotEqualTo(parent.toRealPath().resolve("1"));
            assertThat(job.work()).isEmptyDirectory();
        }
        assertThat(left.resolve("secret")).exists();
    }
}
