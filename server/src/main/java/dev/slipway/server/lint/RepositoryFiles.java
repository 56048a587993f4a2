package dev.slipway.server.lint;

import dev.slipway.kernel.Problem;
import dev.slipway.server.action.ActionLock;
import dev.slipway.server.git.ConfigurationFiles;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The files in a folder that Slipway reads: {@code slipway.yml}, the workflows and the rules. As in a commit, what is a link is
 * none of them.
 *
 * @param root the repository's root
 */
public record RepositoryFiles(Path root) {

    /**
     * What is written in them, by path from the root.
     *
     * @throws Problem code {@code nothing-to-check} when there are no such files
     */
    public Map<String, String> texts() throws IOException {
        Map<String, String> files = new LinkedHashMap<>();
        for (Path file : files()) {
            files.put(name(file), text(file));
        }
        if (files.isEmpty()) {
            throw Problem.of(
                    Problem.Kind.NOT_FOUND,
                    "nothing-to-check",
                    "there is neither " + ConfigurationFiles.DELIVERY + " nor " + ConfigurationFiles.WORKFLOWS + " in "
                            + root,
                    "'slipway init' writes a slipway.yml");
        }
        return files;
    }

    /**
     * What declares the actions that lie beside the workflows, by path from the root.
     *
     * @param texts of the files, of which the workflows say where other actions lie
     */
    Map<String, String> actions(Map<String, String> texts) throws IOException {
        List<Path> places = new ArrayList<>();
        ConfigurationFiles.ACTION_FILES.forEach(name -> places.add(root.resolve(name)));
        Path folder = root.resolve(ConfigurationFiles.ACTIONS);
        try (Stream<Path> files = Files.isDirectory(folder) ? Files.walk(folder) : Stream.empty()) {
            files.sorted().forEach(places::add);
        }
        Map<String, String> actions = new LinkedHashMap<>();
        for (Path file : places) {
            if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && ConfigurationFiles.isAction(name(file))) {
                actions.put(name(file), text(file));
            }
        }
        for (String name : ConfigurationFiles.usedActions(workflows(texts))) {
            Path file = root.resolve(name);
            if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && isOfTheCommit(file)) {
                actions.put(name, text(file));
            }
        }
        return actions;
    }

    private static List<String> workflows(Map<String, String> texts) {
        return texts.entrySet().stream()
                .filter(file -> ConfigurationFiles.isWorkflow(file.getKey()))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** What lies behind a link or in a submodule is in no commit of this repository. */
    private boolean isOfTheCommit(Path file) {
        Path within = root.relativize(file);
        for (int depth = 1; depth < within.getNameCount(); depth++) {
            Path folder = root.resolve(within.subpath(0, depth));
            if (Files.isSymbolicLink(folder) || Files.exists(folder.resolve(".git"))) {
                return false;
            }
        }
        return true;
    }

    /** The commits that the actions of the workflows are pinned to, where that was written down. */
    Optional<ActionLock> lock() throws IOException {
        Path file = root.resolve(ActionLock.FILE);
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                ? Optional.of(ActionLock.read(text(file)))
                : Optional.empty();
    }

    private List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>(List.of(root.resolve(ConfigurationFiles.DELIVERY)));
        files.addAll(listed(ConfigurationFiles.WORKFLOWS));
        files.addAll(listed(ConfigurationFiles.WATCHING + "/rules"));
        files.add(root.resolve(ConfigurationFiles.PROBES));
        return files.stream()
                .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                .filter(file -> isRead(name(file)))
                .toList();
    }

    private List<Path> listed(String name) throws IOException {
        Path folder = root.resolve(name);
        try (Stream<Path> files = Files.isDirectory(folder) ? Files.list(folder) : Stream.empty()) {
            return files.sorted().toList();
        }
    }

    private static boolean isRead(String name) {
        return name.equals(ConfigurationFiles.DELIVERY)
                || ConfigurationFiles.isWorkflow(name)
                || ConfigurationFiles.isWatching(name);
    }

    private String name(Path file) {
        return root.relativize(file).toString().replace('\\', '/');
    }

    private String text(Path file) throws IOException {
        try {
            return Files.readString(file);
        } catch (MalformedInputException e) {
            throw Problem.of(
                    Problem.Kind.INVALID, "not-utf-8", name(file) + " is not UTF-8 text", "save it as UTF-8", e);
        }
    }
}
