package dev.slipway.platforms.process;

import java.io.IOException;
import java.nio.file.Path;

/** Gives the blocks at the beginning of a file back to the file system while the file keeps its length. */
final class HolePunch {

    private HolePunch() {}

    /**
     * Runs util-linux's fallocate(1): Java has no call for this.
     *
     * @param end the first byte that is kept
     * @return false when the file system or the machine cannot do it
     */
    static boolean punch(Path file, long end) {
        try {
            return new ProcessBuilder(
                                    "fallocate",
                                    "--punch-hole",
                                    "--offset",
                                    "0",
                                    "--length",
                                    Long.toString(end),
                                    file.toString())
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException noSuchProgram) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
