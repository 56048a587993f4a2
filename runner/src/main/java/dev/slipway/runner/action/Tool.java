package dev.slipway.runner.action;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A tool that is installed on this host.
 *
 * @param home its folder
 * @param program its main program
 */
record Tool(ToolVersion version, Path home, Path program) {

    /** The newest of those that are wanted. */
    static Optional<Tool> newest(List<Tool> tools, VersionRange range) {
        return tools.stream().filter(tool -> range.contains(tool.version())).max(Comparator.comparing(Tool::version));
    }

    /** The folders in a folder; none when it is not there. */
    static List<Path> foldersIn(Path folder) throws IOException {
        List<Path> folders = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, Files::isDirectory)) {
                entries.forEach(folders::add);
            }
        }
        folders.sort(Comparator.naturalOrder());
        return folders;
    }
}
