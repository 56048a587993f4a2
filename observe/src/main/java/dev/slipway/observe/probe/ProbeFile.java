package dev.slipway.observe.probe;

import dev.slipway.kernel.Finding;
import java.util.List;

/**
 * The probes of a project, from {@code .slipway/probes.yml}.
 *
 * @param endpoints empty when there are errors
 * @param findings in the order of the text
 */
public record ProbeFile(List<Endpoint> endpoints, List<Finding> findings) {

    public ProbeFile {
        endpoints = List.copyOf(endpoints);
        findings = List.copyOf(findings);
    }

    /** @param name of the file, for positions */
    public static ProbeFile read(String name, String text) {
        return new ProbeFileReader().read(name, text);
    }
}
