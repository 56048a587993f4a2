package dev.slipway.server.probe;

import dev.slipway.observe.patrol.Watched;
import dev.slipway.observe.probe.ProbeFile;
import dev.slipway.server.git.ConfigurationFiles;
import dev.slipway.server.project.BranchFiles;
import java.util.List;

/** The probes that are in force: those on the default branch of every project. */
public record ProjectProbes(BranchFiles files) {

    /** The probes of all projects. */
    public List<Watched> watched() {
        return files.watching(ConfigurationFiles.PROBES::equals).entrySet().stream()
                .flatMap(project -> project.getValue().values().stream()
                        .flatMap(text -> ProbeFile.read(ConfigurationFiles.PROBES, text).endpoints().stream())
                        .map(endpoint -> new Watched(project.getKey(), endpoint)))
                .toList();
    }
}
