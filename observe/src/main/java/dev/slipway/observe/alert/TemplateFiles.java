package dev.slipway.observe.alert;

import dev.slipway.kernel.Problem;
import dev.slipway.observe.config.Fields;
import dev.slipway.observe.config.FilePattern;
import dev.slipway.promql.template.Definitions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads the files under {@code templates}; a later definition takes the place of an earlier one of its name. */
record TemplateFiles(Path base, Fields root) {

    private static final String KEY = "templates";
    private static final long LARGEST = 1 << 20;

    Definitions read() {
        Definitions all = DefaultTemplates.definitions();
        for (String pattern : root.texts(KEY)) {
            for (Path file : files(pattern)) {
                all = with(all, file);
            }
        }
        for (String name : all.missing()) {
            refuse("bad-template", "template \"" + name + "\" not defined", "define it in one of the files");
        }
        return all;
    }

    private void refuse(String code, String message, String hint) {
        root.refuse(KEY, code, message, hint);
    }

    private Definitions with(Definitions all, Path file) {
        try {
            if (Files.size(file) > LARGEST) {
                refuse("too-large", file + " is larger than 1 MiB", "split it");
                return all;
            }
            return all.with(Files.readString(file));
        } catch (IOException e) {
            refuse("unreadable-file", file + " cannot be read: " + e.getMessage(), "check its name and rights");
        } catch (Problem problem) {
            refuse(problem.code(), file + ": " + problem.message(), "docs/promql.md lists functions of templates");
        }
        return all;
    }

    private List<Path> files(String text) {
        Optional<FilePattern> pattern = FilePattern.of(base, text);
        if (pattern.isEmpty()) {
            refuse("unsupported-value", "'" + text + "' has a wildcard in a folder", "write the folders out");
            return List.of();
        }
        try {
            return pattern.get().files();
        } catch (IOException e) {
            refuse(
                    "unreadable-file",
                    pattern.get().folder() + " cannot be read: " + e.getMessage(),
                    "check its name and rights");
            return List.of();
        }
    }

    /** What has to be read again when it changes. */
    List<FilePattern> patterns() {
        return root.texts(KEY).stream()
                .flatMap(text -> FilePattern.of(base, text).stream())
                .toList();
    }
}
