package dev.slipway.runner.file;

import dev.slipway.kernel.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;

/**
 * The expression function {@code hashFiles}: the SHA-256 of the SHA-256 digests of the files, in the order of their
 * paths, after hashFiles of GitHub's runner.
 */
public final class FileHash {

    private static final String FOLLOW_LINKS = "--follow-symbolic-links";

    private FileHash() {}

    /**
     * @param arguments patterns, before them possibly {@code --follow-symbolic-links}
     * @param workspace that relative patterns start from; files outside of it do not count
     * @param home what {@code ~} stands for
     * @return hexadecimal, or empty when there is no such file
     */
    public static String of(List<String> arguments, Path workspace, Path home) throws IOException {
        boolean follow = !arguments.isEmpty() && arguments.getFirst().equals(FOLLOW_LINKS);
        String patterns = String.join("\n", follow ? arguments.subList(1, arguments.size()) : arguments);
        List<Path> files = new FileSearch(follow, true)
                .find(FilePatterns.of(patterns, workspace, home)).stream()
                        .filter(file -> file.startsWith(workspace) && Files.isRegularFile(file))
                        .toList();
        MessageDigest all = Digest.sha256();
        for (Path file : files) {
            all.update(HexFormat.of().parseHex(Digest.of(file).hex()));
        }
        return files.isEmpty() ? "" : Digest.of(all).hex();
    }
}
