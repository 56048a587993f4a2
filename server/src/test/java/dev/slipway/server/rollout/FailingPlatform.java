package dev.slipway.server.rollout;

import dev.slipway.delivery.instance.InstanceSpec;
import dev.slipway.delivery.instance.InstanceStatus;
import dev.slipway.delivery.port.OutputReader;
import dev.slipway.delivery.port.Platform;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** A platform that fails at its first starts, each time in another way. */
record FailingPlatform(Platform platform, Queue<Error> errors) implements Platform {

    @Override
    public String kind() {
        return platform.kind();
    }

    @Override
    public void ensure(InstanceSpec spec) {
        Error error = errors.poll();
        if (error != null) {
            throw error;
        }
        platform.ensure(spec);
    }

    @Override
    public void stop(String name) {
        platform.stop(name);
    }

    @Override
    public List<InstanceStatus> instances() {
        return platform.instances();
    }

    @Override
    public Optional<InstanceStatus> instance(String name) {
        return platform.instance(name);
    }

    @Override
    public OutputReader follow(String name, Optional<String> from, int lines) {
        return platform.follow(name, from, lines);
    }

    @Override
    public List<String> output(String name, int maxLines) throws InterruptedException {
        return platform.output(name, maxLines);
    }

    @Override
    public TaskResult runTask(InstanceSpec spec, List<String> command) throws InterruptedException {
        return platform.runTask(spec, command);
    }

    @Override
    public void onChange(Consumer<InstanceStatus> listener) {
        platform.onChange(listener);
    }

    @Override
    public void spares(Predicate<InstanceStatus> judged) {
        platform.spares(judged);
    }
}
