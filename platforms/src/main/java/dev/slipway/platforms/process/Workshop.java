package dev.slipway.platforms.process;

import dev.slipway.delivery.instance.InstanceSpec;
import dev.slipway.kernel.Digest;
import dev.slipway.kernel.process.ProcessTree;
import java.io.File;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** All that turns a spec into a process: unpacked content, folders, environment, control groups. */
final class Workshop {

    private final ContentStore content;
    private final InstanceEnvironment environment;
    private final Cgroups cgroups;
    private final Path data;
    private final String owner;

    /** @param root the platform's own folder */
    Workshop(ContentStore content, InstanceEnvironment environment, Cgroups cgroups, Path root) {
        this.content = content;
        this.environment = environment;
        this.cgroups = cgroups;
        this.data = root.resolve("data");
        this.owner = Digest.of(root.toString()).brief();
    }

    /** The usual one of a platform. */
    static Workshop in(
            Path root, ArtifactSource artifacts, ProcessOptions options, Cgroups cgroups, InstantSource clock)
            throws IOException {
        return new Workshop(
                new ContentStore(root.resolve("content"), artifacts, options.unpack(), clock),
                new InstanceEnvironment(options),
                cgroups,
                root);
    }

    ContentStore content() {
        return content;
    }

    /** Control groups belong to the whole machine: another server may have an instance of the same name. */
    Cgroup cgroup(InstanceSpec spec) throws IOException {
        return cgroups.create(owner + "." + spec.name(), spec.resources());
    }

    /** Everything that can be made before the process: what fails here leaves nothing running. */
    Prepared prepare(InstanceSpec spec, List<String> command, InstanceFolder folder, Map<String, String> more)
            throws IOException {
        Path work = folder.work(content.get(spec.artifact()));
        Path stable = Tree.privateFolder(data.resolve(fileName(spec.project()))
                .resolve(fileName(spec.environment()))
                .resolve(fileName(spec.service())));
        Map<String, String> env = environment.variables(spec, work, folder.temporary(), stable);
        env.putAll(more);
        return new Prepared(environment.argv(command, env, work), env, work);
    }

    /** Starts it as the leader of a session of its own, inside its control groups, writing to the file's end. */
    static Process start(Prepared prepared, Path output, Cgroup cgroup) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(prepared.argv())
                .directory(prepared.work().toFile())
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
        builder.environment().clear();
        builder.environment().putAll(prepared.env());
        Process process = ProcessTree.start(builder);
        try {
            cgroup.add(process.pid());
        } catch (IOException e) {
            if (process.isAlive()) {
                process.destroyForcibly();
                throw e;
            }
        }
        return process;
    }

    /** The same with its output in a pipe, and outside of control groups. */
    static Process startPiped(Prepared prepared) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(prepared.argv())
                .directory(prepared.work().toFile())
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(prepared.env());
        return ProcessTree.start(builder);
    }

    private static String fileName(String name) {
        String encoded = URLEncoder.encode(name, StandardCharsets.UTF_8);
        return encoded.startsWith(".") ? "%2E" + encoded.substring(1) : encoded;
    }

    /** @param argv with the program's place found */
    record Prepared(List<String> argv, Map<String, String> env, Path work) {}
}
