package dev.slipway.observe.alert;

import dev.slipway.kernel.Problem;
import dev.slipway.observe.config.Fields;
import dev.slipway.promql.template.Definitions;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Reads the files under {@code templates}; a later definition takes the place of an earlier one of its name. */
record TemplateFiles(Path base, Fields root) {

    private static final String KEY = "templates";
    private static final Pattern WILD = Pattern.compile("[*?\\[]");
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

    /** As Go's filepath.Glob, but for wildcards in folders. */
    private List<Path> files(String pattern) {
        int slash = pattern.lastIndexOf('/');
        String name = pattern.substring(slash + 1);
        if (WILD.matcher(pattern.substring(0, slash + 1)).find()) {
            refuse("unsupported-value", "'" + pattern + "' has a wildcard in a folder", "write the folders out");
            return List.of();
        }
        Path folder = base.resolve(pattern.substring(0, slash + 1)).normalize();
        if (!WILD.matcher(name).find()) {
            return List.of(folder.resolve(name));
        }
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> matches = Files.newDirectoryStream(folder, name)) {
            matches.forEach(found::add);
        } catch (IOException e) {
            refuse("unreadable-file", folder + " cannot be read: " + e.getMessage(), "check its name and rights");
        }
        return found.stream().sorted().toList();
    }
}
