package dev.slipway.platforms.process;

import dev.slipway.delivery.instance.InstanceSpec;
import dev.slipway.delivery.port.Platform.TaskResult;
import dev.slipway.kernel.Digest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Instances live as processes of this machine, in sessions of their own. */
final class ProcessHousing implements Housing {

    private final Workshop workshop;
    private final Tasks tasks;
    private final SecretSeal seal;

    ProcessHousing(Workshop workshop, Tasks tasks, SecretSeal seal) {
        this.workshop = workshop;
        this.tasks = tasks;
        this.seal = seal;
    }

    @Override
    public void admit(InstanceSpec spec) throws IOException {
        workshop.content().require(spec.artifact());
    }

    @Override
    public Ready prepare(InstanceSpec spec, Room room) throws IOException {
        InstanceFolder folder = new InstanceFolder(room.folder(), seal);
        Map<String, String> more = Map.of("PORT", Integer.toString(room.port()), Nonce.VARIABLE, room.nonce());
        Workshop.Prepared prepared = workshop.prepare(spec, spec.command(), folder, more);
        Cgroup cgroup = workshop.cgroup(spec);
        return () -> {
            Process process = Workshop.start(prepared, OutputLog.current(room.folder()), cgroup);
            return new LiveProcess(process.toHandle(), process, room.nonce(), cgroup);
        };
    }

    @Override
    public Optional<Life> find(InstanceSpec spec, Room room) throws IOException {
        Optional<ProcessHandle> found = room.process().isPresent()
                ? room.process().get().find()
                : Nonce.carriers(room.nonce()).stream().findFirst();
        Cgroup cgroup = workshop.cgroup(spec);
        return found.map(leader -> new LiveProcess(leader, null, room.nonce(), cgroup));
    }

    @Override
    public void clear(InstanceSpec spec, Room room) throws IOException, InterruptedException {
        LiveProcess.killCarriers(room.nonce(), workshop.cgroup(spec));
    }

    @Override
    public TaskResult runTask(InstanceSpec spec, List<String> command) throws InterruptedException {
        return tasks.run(spec, command);
    }

    @Override
    public void begin(List<String> nonces) throws IOException {
        tasks.endLeftovers();
    }

    @Override
    public void tidy(Set<Digest> needed) throws IOException {
        workshop.content().tidy(needed, _ -> true);
    }

    @Override
    public void close() {}
}
