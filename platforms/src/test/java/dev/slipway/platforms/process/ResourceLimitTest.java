package dev.slipway.platforms.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.slipway.delivery.config.ServiceConfig.Resources;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Limits that the kernel really enforces; where it gives no control groups they are skipped and said to be missing. */
class ResourceLimitTest {

    private static final long MEBIBYTE = 1 << 20;

    @TempDir
    Path temp;

    private final String name = "test-" + UUID.randomUUID();
    private Cgroup group;

    @BeforeEach
    void limits() throws Exception {
        group = Cgroups.detect().create(name, new Resources(OptionalLong.of(64 * MEBIBYTE), OptionalDouble.of(0.1)));
    }

    @AfterEach
    void remove() throws Exception {
        group.kill();
        group.remove();
    }

    @Test
    void memoryOverTheLimit_killsTheProcess() throws Exception {
        assumeTrue(!group.missing().contains("memory"), group.missing());

        assertThat(exit("x = bytearray(16 << 20)")).isZero();
        assertThat(exit("x = bytearray(256 << 20)")).isEqualTo(128 + 9);
    }

    @Test
    void processorTimeOverTheLimit_isHeldBack() throws Exception {
        assumeTrue(!group.missing().contains("cpu"), group.missing());

        assertThat(exit("import time\nwhile time.process_time() < 0.2: pass")).isZero();
        assertThat(timesHeldBack()).isPositive();
    }

    /** As the kernel counts it ({@code nr_throttled}). */
    private long timesHeldBack() throws Exception {
        long times = 0;
        for (Path folder : ((CgroupFolders) group).groups()) {
            Path statistics = folder.resolve("cpu.stat");
            if (Files.isRegularFile(statistics)) {
                times += Files.readAllLines(statistics).stream()
                        .filter(line -> line.startsWith("nr_throttled "))
                        .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(' ') + 1)))
                        .sum();
            }
        }
        return times;
    }

    @Test
    void limitThatCannotBeHad_isSaid() throws Exception {
        Cgroup none =
                Cgroups.none().create(name, new Resources(OptionalLong.of(64 * MEBIBYTE), OptionalDouble.of(0.1)));
        assertThat(none.missing()).isEqualTo("no limit on memory and cpu: this machine has no writable cgroup");
    }

    /** Waits to be put into the group before it begins. */
    private int exit(String program) throws Exception {
        Path output = temp.resolve("output");
        Process process = new ProcessBuilder(
                        List.of("/usr/bin/python3", "-c", "import sys; sys.stdin.read(1)\n" + program))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        group.add(process.pid());
        process.getOutputStream().write('\n');
        process.getOutputStream().close();
        assertThat(process.waitFor(30, TimeUnit.SECONDS))
                .as(Files.readString(output))
                .isTrue();
        return process.exitValue();
    }
}
