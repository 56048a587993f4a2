package dev.slipway.server.watch;

import dev.slipway.observe.outside.OutsideApi;
import dev.slipway.observe.outside.OutsideFile;
import dev.slipway.observe.outside.OutsideServer;
import dev.slipway.server.web.HealthPart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The projects whose series are on a server of their own, by the home's {@code outside.yml}. Who runs Slipway says so,
 * not who pushes to a project: the server is spoken to with secrets, and from inside the network.
 */
public final class OutsideSeries implements HealthPart, AutoCloseable {

    /** The file's name. */
    public static final String NAME = "outside.yml";

    private static final Logger LOG = LoggerFactory.getLogger(OutsideSeries.class);

    private volatile Map<String, OutsideApi> byProject = Map.of();

    /** The server of a project; empty when its series are in Slipway's own store, and for no project. */
    public Optional<OutsideApi> of(Optional<String> project) {
        return project.flatMap(name -> Optional.ofNullable(byProject.get(name)));
    }

    /** Those that have a server, by name. */
    public List<String> projects() {
        return byProject.keySet().stream().sorted().toList();
    }

    /**
     * Takes the file over, unless there are errors in it: then what was in force stays.
     *
     * @return one sentence each, with file, line and column
     */
    public synchronized List<String> follow(Path home) {
        Path path = home.resolve(NAME);
        try {
            OutsideFile file = Files.exists(path)
                    ? OutsideFile.read(path.toString(), Files.readString(path), home)
                    : new OutsideFile(List.of(), List.of());
            if (file.findings().isEmpty()) {
                use(file.servers());
            }
            return file.findings().stream().map(Object::toString).toList();
        } catch (IOException e) {
            LOG.error("{} cannot be taken over", path, e);
            return List.of(path + " cannot be taken over: " + e.getMessage());
        }
    }

    private void use(List<OutsideServer> servers) throws IOException {
        List<OutsideApi> before = apis();
        if (before.stream().map(OutsideApi::server).toList().equals(servers)) {
            return;
        }
        Map<String, OutsideApi> fresh = new HashMap<>();
        for (OutsideServer server : servers) {
            OutsideApi api = new OutsideApi(server);
            server.projects().forEach(project -> fresh.put(project, api));
        }
        byProject = Map.copyOf(fresh);
        before.forEach(OutsideApi::close);
    }

    private List<OutsideApi> apis() {
        return byProject.values().stream().distinct().toList();
    }

    @Override
    public String name() {
        return "outside-metrics";
    }

    @Override
    public Condition condition() {
        return apis().stream()
                .flatMap(api -> api.trouble().stream())
                .findFirst()
                .map(Condition::degraded)
                .orElseGet(Condition::healthy);
    }

    @Override
    public synchronized void close() {
        apis().forEach(OutsideApi::close);
        byProject = Map.of();
    }
}
