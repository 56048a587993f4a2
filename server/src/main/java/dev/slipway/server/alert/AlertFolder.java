package dev.slipway.server.alert;

import dev.slipway.observe.alert.AlertFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The home's {@code alertmanager.yml}: who is told. Without it alerts are seen on the page, and nobody is told. */
public final class AlertFolder {

    private static final Logger LOG = LoggerFactory.getLogger(AlertFolder.class);

    /** The file's name. */
    public static final String NAME = "alertmanager.yml";

    private AlertFolder() {}

    /**
     * What was read.
     *
     * @param file the silent one when there is none that can be used
     * @param errors one sentence each, with file, line and column
     */
    public record Read(AlertFile file, List<String> errors) {
        public Read {
            errors = List.copyOf(errors);
        }
    }

    public static Read read(Path home) {
        Path path = home.resolve(NAME);
        if (!Files.exists(path)) {
            return new Read(AlertFile.silent(), List.of());
        }
        try {
            AlertFile.Reading reading = AlertFile.read(path.toString(), Files.readString(path), home);
            List<String> errors =
                    reading.findings().stream().map(Object::toString).toList();
            errors.forEach(error -> LOG.error("{}", error));
            return new Read(reading.file().orElseGet(AlertFile::silent), errors);
        } catch (IOException e) {
            LOG.error("{} cannot be read", path, e);
            return new Read(AlertFile.silent(), List.of(path + " cannot be read: " + e.getMessage()));
        }
    }
}
