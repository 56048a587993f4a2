package dev.slipway.observe.oncall;

import dev.slipway.kernel.Finding;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The home's {@code oncall.yml}.
 *
 * @param rotations by name
 */
public record OnCallFile(
        Map<String, Rotation> rotations,
        List<Escalation> escalations,
        List<Digest> digests,
        List<Heartbeat> heartbeats) {

    /** What holds without a file. */
    public static final OnCallFile NONE = new OnCallFile(Map.of(), List.of(), List.of(), List.of());

    public OnCallFile {
        rotations = Map.copyOf(rotations);
        escalations = List.copyOf(escalations);
        digests = List.copyOf(digests);
        heartbeats = List.copyOf(heartbeats);
    }

    /** Whom a receiver stands for at this time: mostly itself. */
    public String whoIs(String receiver, Instant time) {
        return Optional.ofNullable(rotations.get(receiver))
                .map(rotation -> rotation.onCall(time))
                .orElse(receiver);
    }

    /**
     * @param name of the file, for positions
     * @param base folder that paths in it start from
     * @param receivers of the Alertmanager configuration
     */
    public static Reading read(String name, String text, Path base, Set<String> receivers) {
        return new OnCallReader(base, receivers).read(name, text);
    }

    /** @param file empty when there are errors */
    public record Reading(Optional<OnCallFile> file, List<Finding> findings) {
        public Reading {
            findings = List.copyOf(findings);
        }
    }
}
