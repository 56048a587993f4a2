package dev.slipway.runner;

import dev.slipway.runner.action.SourceProvider;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Checks out of a local repository with the host's own git. */
record GitSource(Path repository) implements SourceProvider {

    @Override
    public Checkout checkout(Request request, Path folder) throws IOException {
        List<String> clone = new ArrayList<>(List.of("git", "clone", "--quiet"));
        if (request.depth() > 0) {
            clone.add("--depth=" + request.depth());
        }
        clone.addAll(List.of("file://" + repository, folder.toString()));
        git(clone, repository);
        String commit = git(List.of("git", "rev-parse", "HEAD"), folder);
        return new Checkout(request.ref().orElse(request.runRef()), commit);
    }

    static String git(List<String> argv, Path folder) throws IOException {
        ProcessBuilder command =
                new ProcessBuilder(argv).directory(folder.toFile()).redirectErrorStream(true);
        command.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
        Process process = command.start();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException(argv + ": " + output);
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        return output.strip();
    }
}
