package dev.slipway.server.rollout;

import dev.slipway.delivery.instance.InstanceSpec;
import dev.slipway.delivery.instance.InstanceStatus;
import dev.slipway.delivery.port.OutputReader;
import dev.slipway.delivery.port.Platform;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** A platform with a point before and one after each thing that it is told to do. */
record CrashingPlatform(Crashes.Life life, Platform platform) implements Platform {

    @Override
    public String kind() {
        return platform.kind();
    }

    @Override
    public void ensure(InstanceSpec spec) {
        life.reach("before the start of " + spec.name());
        platform.ensure(spec);
        life.reach("after the start of " + spec.name());
    }

    @Override
    public void stop(String name) {
        life.reach("before the stop of " + name);
        platform.stop(name);
        life.reach("after the stop of " + name);
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
        String task = command + " of " + spec.name();
        life.reach("before " + task);
        TaskResult result = platform.runTask(spec, command);
        life.reach("after " + task);
        return result;
    }

    @Override
    public void onChange(Consumer<InstanceStatus> listener) {
        platform.onChange(status -> {
            if (!life.isOver()) {
                listener.accept(status);
            }
        });
    }

    @Override
    public void spares(Predicate<InstanceStatus> judged) {
        platform.spares(judged);
    }
}
