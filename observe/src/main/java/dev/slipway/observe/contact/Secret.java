package dev.slipway.observe.contact;

import dev.slipway.observe.config.Fields;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A secret of the configuration: written there, or in a file that is read whenever it is needed, for it may change. */
public sealed interface Secret {

    String value() throws IOException;

    /**
     * What a key says, or the file that the key with {@code _file} names.
     *
     * @param base folder that relative paths start from
     */
    static Optional<Secret> read(Fields fields, String key, Path base) {
        Optional<Secret> filed = fields.text(key + "_file")
                .map(path -> new Secret.Filed(base.resolve(path).normalize()));
        Optional<Secret> written = fields.text(key).map(Secret.Written::new);
        if (written.isPresent() && filed.isPresent()) {
            fields.refuse(key + "_file", "bad-key", key + " and " + key + "_file exclude each other", "keep one");
        }
        return written.or(() -> filed);
    }

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
