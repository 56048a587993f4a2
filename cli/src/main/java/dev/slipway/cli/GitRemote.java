package dev.slipway.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The git remote named {@code slipway}: it says which project the current folder belongs to, and on which server.
 *
 * @param server scheme, host and port
 * @param project its name there
 */
record GitRemote(URI server, String project) {

    private static final Pattern URL = Pattern.compile("(https?://)(?:[^@/]*@)?([^/]+)/git/([^/]+?)(?:\\.git)?/?");

    static Optional<GitRemote> of(Path folder) {
        return git(folder, List.of("config", "--get", "remote.slipway.url")).flatMap(GitRemote::parse);
    }

    static Optional<GitRemote> parse(String url) {
        Matcher matcher = URL.matcher(url);
        return matcher.matches()
                ? Optional.of(new GitRemote(URI.create(matcher.group(1) + matcher.group(2)), matcher.group(3)))
                : Optional.empty();
    }

    /** What git prints, when it is there and content. */
    static Optional<String> git(Path folder, List<String> arguments) {
        List<String> command = new java.util.ArrayList<>(List.of("git"));
        command.addAll(arguments);
        try {
            Process git = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String text = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return git.waitFor() == 0 && !text.isEmpty() ? Optional.of(text) : Optional.empty();
        } catch (IOException noGit) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
