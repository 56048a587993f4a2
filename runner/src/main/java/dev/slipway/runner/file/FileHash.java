package dev.slipway.runner.file;

import dev.slipway.kernel.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.List;
import java.util.function.UnaryOperator;

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
     * @param home what {@code ~} stands for, as the job calls it
     * @param here an absolute path of the job, on this host
     * @return hexadecimal, or empty when there is no such file
     */
    public static String of(JobReach reach, List<String> arguments, Path workspace, Path home, UnaryOperator<Path> here)
            throws IOException, InterruptedException {
        boolean follow = !arguments.isEmpty() && arguments.getFirst().equals(FOLLOW_LINKS);
        String patterns = String.join("\n", follow ? arguments.subList(1, arguments.size()) : arguments);
        FileSearch search = new FileSearch(follow ? FileSearch.Links.FOLLOWED : FileSearch.Links.AS_TARGETS, true);
        List<Path> files = reach.find(search, FilePatterns.of(patterns, workspace, home, here)).stream()
                .filter(file -> file.startsWith(workspace))
                .toList();
        MessageDigest all = Digest.sha256();
        reach.feed(files, true, (_, content) -> all.update(digest(content)));
        return files.isEmpty() ? "" : Digest.of(all).hex();
    }

    private static byte[] digest(InputStream content) throws IOException {
        MessageDigest one = Digest.sha256();
        content.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), one));
        return one.digest();
    }
}
