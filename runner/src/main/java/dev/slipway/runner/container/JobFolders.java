package dev.slipway.runner.container;

import dev.slipway.containers.ContainerPlan.Mount;
import dev.slipway.containers.EngineAddress;
import dev.slipway.runner.file.MountTable;
import dev.slipway.runner.host.JobWorkspace;
import dev.slipway.runner.host.Programs;
import dev.slipway.runner.host.RunnerHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Where a job's folders are inside of its containers: the places that GitHub's runner gives them. */
public final class JobFolders {

    /** Home of the user in every container of a job. */
    public static final String HOME = "/github/home";

    /** Where the host's Node.js is inside of the container that steps run in. */
    public static final String NODE = "/__e/node/bin/node";

    private static final String SOCKET = "/var/run/docker.sock";

    private JobFolders() {}

    /** For the container that steps run in. */
    public static MountTable ofJob(JobWorkspace workspace, EngineAddress engine, RunnerHost host) throws IOException {
        List<Mount> mounts = new ArrayList<>();
        Path above = workspace.root().resolve("work");
        mounts.add(new Mount(above, "/__w/" + workspace.work().getFileName(), false));
        mounts.add(new Mount(workspace.temp(), "/__w/_temp", false));
        mounts.add(new Mount(workspace.commands(), "/__w/_temp/_runner_file_commands", false));
        mounts.add(new Mount(folder(workspace.actions()), "/__w/_actions", false));
        mounts.add(new Mount(workspace.toolCache(), "/__t", false));
        mounts.addAll(shared(workspace));
        workspace.handOver(workspace.home());
        engine.socket().ifPresent(socket -> mounts.add(new Mount(socket, SOCKET, false)));
        new Programs(host.environment().getOrDefault("PATH", ""))
                .find("node")
                .ifPresent(node -> mounts.add(new Mount(real(node), NODE, true)));
        return MountTable.of(mounts);
    }

    /** For a container that is an action. */
    public static MountTable ofAction(JobWorkspace workspace, EngineAddress engine) throws IOException {
        List<Mount> mounts = new ArrayList<>(shared(workspace));
        mounts.add(new Mount(workspace.temp(), "/github/runner_temp", false));
        mounts.add(new Mount(workspace.commands(), "/github/file_commands", false));
        mounts.add(new Mount(workspace.work(), "/github/workspace", false));
        engine.socket().ifPresent(socket -> mounts.add(new Mount(socket, SOCKET, false)));
        return MountTable.of(mounts);
    }

    private static List<Mount> shared(JobWorkspace workspace) throws IOException {
        return List.of(
                new Mount(folder(workspace.home()), HOME, false),
                new Mount(folder(workspace.temp().resolve("_github_workflow")), "/github/workflow", false));
    }

    private static Path folder(Path path) throws IOException {
        return Files.createDirectories(path);
    }

    private static Path real(Path file) {
        try {
            return file.toRealPath();
        } catch (IOException e) {
            return file;
        }
    }
}
