package dev.slipway.runner;

import dev.slipway.actions.expression.Value;
import dev.slipway.runner.host.HostPlace;
import dev.slipway.runner.host.JobWorkspace;
import dev.slipway.runner.host.Place;
import dev.slipway.runner.host.RunnerHost;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Where the steps of one job run, and what their expressions see of the job's containers. Safe for several threads. */
final class JobSite {

    private volatile Place place;
    private volatile Map<String, Value> container = Map.of();
    private volatile Map<String, Value> services = Map.of();
    private volatile Optional<String> api = Optional.empty();

    JobSite(Place place) {
        this.place = place;
    }

    Place place() {
        return place;
    }

    /** A file as programs there call it, on this host; one that this host does not have keeps its name. */
    Path here(Path file) {
        return file.isAbsolute() ? place.file(file.toString()).orElse(file) : file;
    }

    /** The home of the user whom programs there run as, as they call it. */
    Path home(RunnerHost host, JobWorkspace workspace) {
        return Path.of(place.path(place instanceof HostPlace ? host.home() : workspace.home()));
    }

    /** From now on steps run there. */
    void moved(Place next) {
        place = next;
    }

    /** From now on {@code github.api_url} is this. */
    void api(String url) {
        api = Optional.of(url);
    }

    /** Where it is another than the plan of the run says. */
    Optional<String> api() {
        return api;
    }

    /** Says more of {@code job.container}. */
    void container(String name, String text) {
        Map<String, Value> more = new LinkedHashMap<>(container);
        more.put(name, Value.of(text));
        container = more;
    }

    /** Says what {@code job.services} has under that name. */
    void service(String name, String id, String network, Map<String, String> ports) {
        Map<String, Value> more = new LinkedHashMap<>(services);
        more.put(
                name,
                Value.of(Map.of(
                        "id", Value.of(id), "network", Value.of(network), "ports", Value.Mapping.ofTexts(ports))));
        services = more;
    }

    /**
     * The {@code job} context.
     *
     * @param definition where the job's workflow is from
     */
    Value.Mapping job(String status, Value.Mapping definition) {
        Map<String, Value> job = new LinkedHashMap<>(definition.entries());
        job.put("status", Value.of(status));
        job.put("container", Value.of(container));
        job.put("services", Value.of(services));
        return Value.of(job);
    }
}
