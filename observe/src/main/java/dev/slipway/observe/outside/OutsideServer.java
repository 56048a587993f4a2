package dev.slipway.observe.outside;

import dev.slipway.observe.contact.HttpOptions;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * A server that answers like Prometheus and holds the series of some projects.
 *
 * @param projects whose questions go there
 * @param url what stands before {@code /api/v1}, without a slash at its end
 * @param http how it is spoken to
 * @param timeout of one question
 */
public record OutsideServer(List<String> projects, URI url, HttpOptions http, Duration timeout) {
    public OutsideServer {
        projects = List.copyOf(projects);
    }
}
