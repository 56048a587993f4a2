package dev.slipway.observe.outside;

import dev.slipway.kernel.Finding;
import dev.slipway.kernel.Position;
import dev.slipway.kernel.yaml.Yaml;
import dev.slipway.observe.config.Fields;
import dev.slipway.observe.contact.HttpOptionsReader;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The home's {@code outside.yml}: which projects have their series on a server of their own.
 *
 * @param servers none when there are errors
 * @param findings in the order of the text
 */
public record OutsideFile(List<OutsideServer> servers, List<Finding> findings) {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration LONGEST = Duration.ofMinutes(2);

    public OutsideFile {
        servers = List.copyOf(servers);
        findings = List.copyOf(findings);
    }

    /**
     * @param name of the file, for positions
     * @param base folder which relative paths in it start from
     */
    public static OutsideFile read(String name, String text, Path base) {
        Yaml.Document document = Yaml.read(name, text);
        List<Finding> findings = new ArrayList<>(document.findings());
        Optional<Fields> root = document.root().flatMap(node -> Fields.of(node, findings));
        if (root.isEmpty() && findings.isEmpty()) {
            findings.add(Finding.error("empty-file", Position.startOf(name), "the file is empty", "add servers"));
        }
        List<OutsideServer> servers = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        root.ifPresent(fields -> {
            fields.mappings("servers").forEach(each -> server(each, base, taken).ifPresent(servers::add));
            fields.end();
        });
        return new OutsideFile(Finding.anyError(findings) ? List.of() : servers, findings);
    }

    private static Optional<OutsideServer> server(Fields fields, Path base, Set<String> taken) {
        List<String> projects = fields.texts("projects");
        if (projects.isEmpty()) {
            fields.refuse("projects", "missing-key", "'projects' is missing", "add projects: [name]");
        }
        projects.stream()
                .filter(project -> !taken.add(project))
                .forEach(project -> fields.refuse(
                        "projects", "duplicate-project", "'" + project + "' has a server already", "keep one"));
        Duration timeout = fields.duration("timeout", TIMEOUT);
        if (timeout.isZero() || timeout.compareTo(LONGEST) > 0) {
            fields.refuse("timeout", "bad-value", "a timeout is between 1ms and 2m", "write timeout: 30s");
        }
        Optional<URI> url = fields.required("url").flatMap(text -> url(fields, text));
        OutsideServer read = new OutsideServer(
                projects, url.orElse(URI.create("")), new HttpOptionsReader(base).read(fields), timeout);
        fields.end();
        return url.isPresent() ? Optional.of(read) : Optional.empty();
    }

    private static Optional<URI> url(Fields fields, String text) {
        try {
            URI url = new URI(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
            boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
            if (web && url.getHost() != null && url.getQuery() == null && url.getUserInfo() == null) {
                return Optional.of(url);
            }
        } catch (URISyntaxException e) {
            fields.refuse("url", "bad-value", "'" + text + "' is no address: " + e.getReason(), "write https://host");
            return Optional.empty();
        }
        fields.refuse(
                "url",
                "bad-value",
                "'" + text + "' is no address of a server",
                "write https://host, with secrets under basic_auth or authorization");
        return Optional.empty();
    }
}
