package dev.slipway.server.alert;

import dev.slipway.observe.alert.AlertFile;
import dev.slipway.observe.config.FilePattern;
import dev.slipway.observe.oncall.OnCallFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The home's {@code alertmanager.yml} and {@code oncall.yml}: who is told. Without it alerts are seen on the page, and nobody is told. */
public final class AlertFolder {

    private static final Logger LOG = LoggerFactory.getLogger(AlertFolder.class);

    /** The file's name. */
    public static final String NAME = "alertmanager.yml";

    /** The name of the file that says who is on call. */
    public static final String ON_CALL = "oncall.yml";

    private AlertFolder() {}

    /**
     * What was read.
     *
     * @param rules the silent ones when there are none that can be used
     * @param templateFiles that belong to them
     * @param errors one sentence each, with file, line and column
     */
    public record Read(Routing.Rules rules, List<FilePattern> templateFiles, List<String> errors) {
        public Read {
            templateFiles = List.copyOf(templateFiles);
            errors = List.copyOf(errors);
        }
    }

    public static Read read(Path home) {
        List<String> errors = new ArrayList<>();
        List<FilePattern> templateFiles = new ArrayList<>();
        AlertFile file = text(home.resolve(NAME), errors)
                .flatMap(text -> {
                    AlertFile.Reading reading =
                            AlertFile.read(home.resolve(NAME).toString(), text, home);
                    reading.findings().stream().map(Object::toString).forEach(errors::add);
                    templateFiles.addAll(reading.templateFiles());
                    return reading.file();
                })
                .orElseGet(AlertFile::silent);
        OnCallFile onCall = text(home.resolve(ON_CALL), errors)
                .flatMap(text -> {
                    OnCallFile.Reading reading = OnCallFile.read(
                            home.resolve(ON_CALL).toString(),
                            text,
                            home,
                            file.receivers().keySet());
                    reading.findings().stream().map(Object::toString).forEach(errors::add);
                    return reading.file();
                })
                .orElse(OnCallFile.NONE);
        errors.forEach(error -> LOG.error("{}", error));
        return new Read(new Routing.Rules(file, onCall), templateFiles, errors);
    }

    private static Optional<String> text(Path path, List<String> errors) {
        if (!Files.exists(path)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Files.readString(path));
        } catch (IOException e) {
            errors.add(path + " cannot be read: " + e.getMessage());
            return Optional.empty();
        }
    }
}
