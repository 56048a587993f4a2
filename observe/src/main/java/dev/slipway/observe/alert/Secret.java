package dev.slipway.observe.alert;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A secret of the configuration: written there, or in a file that is read whenever it is needed, for it may change. */
public sealed interface Secret {

    String value() throws IOException;

    /** Written in the configuration. */
    record Written(String value) implements Secret {
        @Override
        public String toString() {
            return "***";
        }
    }

    /** In a file. */
    record Filed(Path file) implements Secret {
        @Override
        public String value() throws IOException {
            return Files.readString(file).strip();
        }
    }
}
