package dev.slipway.server;

import dev.slipway.delivery.instance.InstanceSpec;
import dev.slipway.delivery.instance.InstanceStatus;
import dev.slipway.delivery.port.OutputReader;
import dev.slipway.delivery.port.Platform;
import dev.slipway.kernel.Problem;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** All platforms of the server as one: a spec goes to the platform that it names. */
final class Platforms implements Platform, AutoCloseable {

    private final List<Platform> all;

    Platforms(List<Platform> all) {
        this.all = List.copyOf(all);
    }

    @Override
    public String kind() {
        return String.join(", ", all.stream().map(Platform::kind).toList());
    }

    @Override
    public void ensure(InstanceSpec spec) {
        of(spec).ensure(spec);
    }

    private Platform of(InstanceSpec spec) {
        return all.stream()
                .filter(platform -> platform.kind().equals(spec.platform()))
                .findFirst()
                .orElseThrow(() -> Problem.of(
                        Problem.Kind.INVALID,
                        "no-such-platform",
                        "there is no platform '" + spec.platform() + "'",
                        "there are " + kind()));
    }

    @Override
    public void stop(String name) {
        all.forEach(platform -> platform.stop(name));
    }

    @Override
    public List<InstanceStatus> instances() {
        return all.stream().flatMap(platform -> platform.instances().stream()).toList();
    }

    @Override
    public Optional<InstanceStatus> instance(String name) {
        return all.stream()
                .map(platform -> platform.instance(name))
                .flatMap(Optional::stream)
                .findFirst();
    }

    @Override
    public List<String> output(String name, int maxLines) throws InterruptedException {
        return holding(name).output(name, maxLines);
    }

    @Override
    public OutputReader follow(String name, Optional<String> from, int lines) {
        return holding(name).follow(name, from, lines);
    }

    private Platform holding(String name) {
        return all.stream()
                .filter(platform -> platform.instance(name).isPresent())
                .findFirst()
                .orElseThrow(() -> Problem.of(
                        Problem.Kind.NOT_FOUND,
                        "instance-unknown",
                        "there is no instance " + name,
                        "list the instances"));
    }

    @Override
    public TaskResult runTask(InstanceSpec spec, List<String> command) throws InterruptedException {
        return of(spec).runTask(spec, command);
    }

    @Override
    public void onChange(Consumer<InstanceStatus> listener) {
        all.forEach(platform -> platform.onChange(listener));
    }

    @Override
    public void spares(Predicate<InstanceStatus> judged) {
        all.forEach(platform -> platform.spares(judged));
    }

    @Override
    public void close() throws Exception {
        for (AutoCloseable each : closeable().toList()) {
            each.close();
        }
    }

    private Stream<AutoCloseable> closeable() {
        return all.stream().filter(AutoCloseable.class::isInstance).map(AutoCloseable.class::cast);
    }
}
