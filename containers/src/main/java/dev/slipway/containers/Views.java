package dev.slipway.containers;

import com.github.dockerjava.api.command.HealthState;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.command.InspectContainerResponse.ContainerState;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HealthCheck;
import com.github.dockerjava.api.model.Ports;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Reads what the engine says of a container. */
final class Views {

    private Views() {}

    static ContainerView of(InspectContainerResponse found) {
        ContainerState state = found.getState();
        boolean running = Boolean.TRUE.equals(state.getRunning());
        return new ContainerView(
                found.getId(),
                found.getName().replaceFirst("^/", ""),
                found.getImageId(),
                Instant.parse(found.getCreated()),
                running,
                exitCode(state, running),
                health(state.getHealth()),
                check(found.getConfig().getHealthcheck(), state.getHealth()),
                Variables.read(found.getConfig().getEnv()),
                found.getConfig().getLabels() == null
                        ? Map.of()
                        : Map.copyOf(found.getConfig().getLabels()),
                ports(found.getNetworkSettings().getPorts()),
                Boolean.TRUE.equals(state.getOOMKilled()),
                state.getPidLong() == null ? 0 : state.getPidLong());
    }

    private static OptionalInt exitCode(ContainerState state, boolean running) {
        Long code = state.getExitCodeLong();
        boolean never = "created".equals(state.getStatus());
        return running || never || code == null ? OptionalInt.empty() : OptionalInt.of(code.intValue());
    }

    private static ContainerView.Health health(@Nullable HealthState health) {
        String status = health == null ? "none" : String.valueOf(health.getStatus());
        return switch (status) {
            case "starting" -> ContainerView.Health.STARTING;
            case "healthy" -> ContainerView.Health.HEALTHY;
            case "unhealthy" -> ContainerView.Health.UNHEALTHY;
            default -> ContainerView.Health.UNCHECKED;
        };
    }

    private static Optional<ContainerView.Check> check(@Nullable HealthCheck check, @Nullable HealthState health) {
        if (health(health) == ContainerView.Health.UNCHECKED) {
            return Optional.empty();
        }
        HealthCheck known = check == null ? new HealthCheck() : check;
        Duration interval = nanos(known.getInterval(), Duration.ofSeconds(30));
        Duration first = interval.plus(nanos(known.getTimeout(), Duration.ofSeconds(30)));
        List<?> made = health == null || health.getLog() == null ? List.of() : health.getLog();
        return Optional.of(new ContainerView.Check(interval, first, made.size()));
    }

    /** A time as the engine gives it; what is not given, or 0, is what the engine takes by itself. */
    private static Duration nanos(@Nullable Long given, Duration usual) {
        return given == null || given == 0 ? usual : Duration.ofNanos(given);
    }

    private static Map<String, Integer> ports(@Nullable Ports ports) {
        Map<String, Integer> found = new LinkedHashMap<>();
        if (ports != null) {
            ports.getBindings().forEach((exposed, bindings) -> {
                if (bindings != null && bindings.length > 0 && bindings[0].getHostPortSpec() != null) {
                    found.put(name(exposed), Integer.valueOf(bindings[0].getHostPortSpec()));
                }
            });
        }
        return found;
    }

    private static String name(ExposedPort port) {
        return port.getPort() + "/" + port.getProtocol();
    }
}
