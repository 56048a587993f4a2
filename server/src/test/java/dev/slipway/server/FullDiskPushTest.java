package dev.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testkit.SmallDisk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A push to a server whose disk has no room for it. */
class FullDiskPushTest {

    private static final int MEBIBYTE = 1 << 20;

    @TempDir
    Path folder;

    @Test
    void pushThatFillsTheDisk_isRefusedWithTheReasonAndTakenOnceThereIsRoom() throws Exception {
        GitClient git = GitClient.init(folder.resolve("work"));
        git.commit("a.txt", "1\n");
        try (SmallDisk disk = SmallDisk.of(64 * MEBIBYTE);
                House house = House.open(disk.folder().resolve("home"))) {
            git.ok("push", house.url("mia:pw", "shop"), "main");
            String before = git.head();
            byte[] noise = new byte[4 * MEBIBYTE];
            new Random(1).nextBytes(noise);
            Files.write(folder.resolve("work/big.bin"), noise);
            String after = git.commit("b.txt", "2\n");
            disk.leave(2 * MEBIBYTE);

            GitClient.Outcome outcome = git.run("push", house.url("mia:pw", "shop"), "main");

            assertThat(outcome.exit()).isNotZero();
            assertThat(outcome.output()).contains("this push cannot be stored", "is full", "make room there");
            assertThat(house.foundation.repositories().refs("shop")).containsEntry("refs/heads/main", before);

            disk.makeRoom();
            git.ok("push", house.url("mia:pw", "shop"), "main");
            assertThat(house.foundation.repositories().refs("shop")).containsEntry("refs/heads/main", after);
        }
    }
}
