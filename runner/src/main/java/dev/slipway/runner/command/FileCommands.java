package dev.slipway.runner.command;

import dev.slipway.kernel.Problem;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The files through which a step sets environment, outputs, search path, state and summary, and declares and reads what the job
 * has made. Each step gets fresh ones.
 *
 * @param folder holds the files of this step
 */
public record FileCommands(Path folder) {

    /** The most bytes of one step's summary. */
    public static final int SUMMARY_LIMIT = 1024 * 1024;

    /** The most bytes of what one step declares. */
    private static final long ARTIFACTS_LIMIT = 1024 * 1024;

    /** The most bytes of any other file; GitHub has no such limit, but a full disk is nobody's wish. */
    private static final long FILE_LIMIT = 64L * 1024 * 1024;

    /**
     * Creates the files: all of them empty, but for the one that steps read.
     *
     * @param artifacts what the steps before have declared
     */
    public static FileCommands create(Path folder, String artifacts) throws IOException {
        Files.createDirectories(folder);
        for (Kind kind : Kind.values()) {
            Files.writeString(folder.resolve(kind.fileName()), kind == Kind.ARTIFACTS_LIST ? artifacts : "");
        }
        return new FileCommands(folder);
    }

    /** The parts of the {@code github} context that tell where the files are. */
    public Map<String, String> context() {
        Map<String, String> parts = new LinkedHashMap<>();
        for (Kind kind : Kind.values()) {
            parts.put(kind.word(), folder.resolve(kind.fileName()).toString());
        }
        return parts;
    }

    /** The variables that tell the step where the files are. */
    public Map<String, String> environment() {
        Map<String, String> variables = new LinkedHashMap<>();
        for (Kind kind : Kind.values()) {
            variables.put(kind.variable(), folder.resolve(kind.fileName()).toString());
        }
        return variables;
    }

    /**
     * What the step wrote. One bad file does not hide the others.
     *
     * @throws IOException when a file cannot be read at all
     */
    public Written read() throws IOException {
        List<String> errors = new ArrayList<>();
        List<String> complaints = new ArrayList<>();
        String summary = summary(complaints);
        List<String> artifacts = artifacts(errors);
        return new Written(
                pairs(Kind.ENV, errors),
                pairs(Kind.OUTPUT, errors),
                pairs(Kind.STATE, errors),
                text(Kind.PATH, errors).lines().filter(line -> !line.isEmpty()).toList(),
                summary,
                artifacts,
                List.copyOf(complaints),
                List.copyOf(errors));
    }

    /** What stands before a mistake counts, as in GitHub's runner. */
    private Map<String, String> pairs(Kind kind, List<String> errors) throws IOException {
        Map<String, String> pairs = new LinkedHashMap<>();
        try {
            KeyValueFile.read(text(kind, errors), pairs::put);
        } catch (Problem problem) {
            errors.add("Unable to process file command '" + kind.word() + "' successfully: " + problem.message());
        }
        return pairs;
    }

    private List<String> artifacts(List<String> errors) throws IOException {
        long size = attributes(Kind.ARTIFACTS).map(BasicFileAttributes::size).orElse(0L);
        if (size > ARTIFACTS_LIMIT) {
            errors.add("$GITHUB_ARTIFACTS file exceeds the maximum size of %d KiB (got %d KiB)."
                    .formatted(ARTIFACTS_LIMIT / 1024, size / 1024));
            return List.of();
        }
        return text(Kind.ARTIFACTS, errors).lines().toList();
    }

    private String summary(List<String> complaints) throws IOException {
        Optional<BasicFileAttributes> file = attributes(Kind.STEP_SUMMARY);
        if (file.isPresent() && file.get().size() > SUMMARY_LIMIT) {
            complaints.add("$GITHUB_STEP_SUMMARY upload aborted, supports content up to a size of %dk, got %dk"
                    .formatted(SUMMARY_LIMIT / 1024, file.get().size() / 1024));
            return "";
        }
        return text(Kind.STEP_SUMMARY, complaints);
    }

    private String text(Kind kind, List<String> errors) throws IOException {
        Optional<BasicFileAttributes> file = attributes(kind);
        if (file.isEmpty() || file.get().size() == 0) {
            return "";
        }
        if (file.get().isSymbolicLink()) {
            errors.add("the file of '" + kind.word() + "' is a link, which is not followed");
            return "";
        }
        if (!file.get().isRegularFile()) {
            return "";
        }
        if (file.get().size() > FILE_LIMIT) {
            errors.add("the file of '" + kind.word() + "' is larger than " + FILE_LIMIT + " bytes");
            return "";
        }
        return withoutMark(new String(bytes(folder.resolve(kind.fileName())), StandardCharsets.UTF_8));
    }

    /**
     * Whether its step has left it as it was made: the files and nothing else.
     *
     * @param artifacts that it was made with
     */
    boolean untouched(String artifacts) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            if (all.count() != Kind.values().length) {
                return false;
            }
        }
        for (Kind kind : Kind.values()) {
            long size = kind == Kind.ARTIFACTS_LIST ? artifacts.length() : 0;
            if (attributes(kind)
                    .filter(file -> file.isRegularFile() && file.size() == size)
                    .isEmpty()) {
                return false;
            }
        }
        return text(Kind.ARTIFACTS_LIST, new ArrayList<>()).equals(artifacts);
    }

    /** Of the file itself, also where it is a link; absent when there is none. */
    private Optional<BasicFileAttributes> attributes(Kind kind) throws IOException {
        try {
            return Optional.of(Files.readAttributes(
                    folder.resolve(kind.fileName()), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
        } catch (NoSuchFileException removed) {
            return Optional.empty();
        }
    }

    /**
     * The step may exchange the file while it is opened. A link is not followed then, and a pipe neither keeps us waiting,
     * because it is opened for both directions, nor has it a size.
     */
    private static byte[] bytes(Path file) throws IOException {
        Set<OpenOption> options = Files.isWritable(file)
                ? Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)
                : Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
        try (SeekableByteChannel channel = Files.newByteChannel(file, options)) {
            return Channels.newInputStream(channel).readNBytes((int) Math.min(channel.size(), FILE_LIMIT));
        }
    }

    /** Some tools put a byte order mark at the start of a file. */
    private static String withoutMark(String text) {
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    private enum Kind {
        ENV,
        OUTPUT,
        PATH,
        STATE,
        STEP_SUMMARY,
        ARTIFACTS,
        ARTIFACTS_LIST;

        String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }

        String fileName() {
            return word();
        }

        String variable() {
            return "GITHUB_" + name();
        }
    }

    /**
     * What a step wrote into its files.
     *
     * @param environment for the steps after it
     * @param outputs of the step
     * @param state for its own post step
     * @param path folders to put in front of the search path, the last one foremost
     * @param summary Markdown
     * @param artifacts lines that declare what the step has made
     * @param complaints about what was left out without failing the step
     * @param errors one sentence for each file that could not be used, which fails the step
     */
    public record Written(
            Map<String, String> environment,
            Map<String, String> outputs,
            Map<String, String> state,
            List<String> path,
            String summary,
            List<String> artifacts,
            List<String> complaints,
            List<String> errors) {}
}
