package dev.slipway.server.ui;

import java.util.List;

/**
 * How a service of an environment does for its users, by release.
 *
 * @param service that is shown; empty when the environment has none
 * @param services of the release that serves, to choose from
 */
public record ServiceView(String project, String environment, String service, List<String> services) {
    public ServiceView {
        services = List.copyOf(services);
    }

    /** Where a service of the same environment is shown. */
    public String path(String other) {
        return "/projects/" + project + "/environments/" + environment + "/watch/" + other;
    }
}
