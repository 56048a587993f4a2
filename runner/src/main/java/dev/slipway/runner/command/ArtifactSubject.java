package dev.slipway.runner.command;

import dev.slipway.kernel.Digest;
import dev.slipway.kernel.Problem;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Something that a step says it has made, by a line of {@code GITHUB_ARTIFACTS}: a file, or an image of a registry. The forms
 * of the lines are those of CreateArtifactsFileCommand.cs of GitHub's runner.
 *
 * @param name of the file without its folder, or the reference of the image
 * @param digest with its algorithm in front, as {@code sha256:...}
 */
record ArtifactSubject(String name, String digest, Kind kind) {

    /** What it is. */
    enum Kind {
        /** A file, by its contents. */
        FILE,
        /** An image, by the digest that its reference tells. */
        OCI
    }

    /** Finds the files that lines name. */
    @FunctionalInterface
    interface Files {

        /**
         * @param path as it is written: absolute, or from the workspace
         * @throws Problem where it is no file that the job can read
         */
        Found find(String path) throws IOException, InterruptedException;
    }

    /** A file's own name and what is in it. */
    record Found(String name, Digest digest) {}

    private static final String FILE = "file://";
    private static final String OCI = "oci://";
    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://.*");
    private static final Pattern PINNED = Pattern.compile("(.+)@(sha(?:256|384|512)):([0-9a-fA-F]+)");
    private static final Map<String, Integer> DIGITS = Map.of("sha256", 64, "sha384", 96, "sha512", 128);

    /** @throws Problem where the line says nothing that is understood */
    static ArtifactSubject of(String line, Files files) throws IOException, InterruptedException {
        if (line.contains("=")) {
            throw bad("entries containing '=' are reserved and not permitted");
        } else if (begins(line, FILE)) {
            return file(line.substring(FILE.length()), files);
        } else if (begins(line, OCI)) {
            return image(PINNED.matcher(line.substring(OCI.length())));
        } else if (SCHEME.matcher(line).matches()) {
            throw bad("unsupported URI scheme");
        }
        Matcher pinned = PINNED.matcher(line);
        return pinned.matches() && isWhole(pinned) ? image(pinned) : file(line, files);
    }

    private static boolean begins(String line, String scheme) {
        return line.regionMatches(true, 0, scheme, 0, scheme.length());
    }

    private static ArtifactSubject file(String path, Files files) throws IOException, InterruptedException {
        if (path.isBlank()) {
            throw bad("file:// entries must include a path");
        }
        Found found = files.find(path);
        return new ArtifactSubject(found.name(), found.digest().toString(), Kind.FILE);
    }

    private static ArtifactSubject image(Matcher pinned) {
        if (!pinned.matches()) {
            throw bad("oci:// entries must include an @sha{256,384,512}:<hex> digest");
        } else if (!isWhole(pinned)) {
            throw bad("digest '" + pinned.group(2) + "' must be " + DIGITS.get(pinned.group(2))
                    + " hex characters, got " + pinned.group(3).length());
        }
        String digest = pinned.group(2) + ":" + pinned.group(3).toLowerCase(Locale.ROOT);
        return new ArtifactSubject(pinned.group(1), digest, Kind.OCI);
    }

    private static boolean isWhole(Matcher pinned) {
        return pinned.group(3).length() == DIGITS.getOrDefault(pinned.group(2), 0);
    }

    /** What is wrong with a line. */
    static Problem bad(String message) {
        return Problem.of(
                Problem.Kind.INVALID,
                "bad-artifact-line",
                message,
                "write the path of a file, or IMAGE@sha256:DIGEST, one on a line");
    }
}
