package dev.slipway.observe.scrape;

import dev.slipway.observe.config.Fields;
import dev.slipway.observe.discovery.Discovery;
import dev.slipway.observe.discovery.TargetLists;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads the ways to find targets that a job names. */
final class DiscoveryReader {

    private static final List<String> ELSEWHERE = List.of(
            "azure_sd_configs",
            "consul_sd_configs",
            "digitalocean_sd_configs",
            "docker_sd_configs",
            "dockerswarm_sd_configs",
            "ec2_sd_configs",
            "eureka_sd_configs",
            "gce_sd_configs",
            "hetzner_sd_configs",
            "ionos_sd_configs",
            "kubernetes_sd_configs",
            "kuma_sd_configs",
            "lightsail_sd_configs",
            "linode_sd_configs",
            "marathon_sd_configs",
            "nerve_sd_configs",
            "nomad_sd_configs",
            "openstack_sd_configs",
            "ovhcloud_sd_configs",
            "puppetdb_sd_configs",
            "scaleway_sd_configs",
            "serverset_sd_configs",
            "stackit_sd_configs",
            "triton_sd_configs",
            "uyuni_sd_configs",
            "vultr_sd_configs");

    private DiscoveryReader() {}

    static List<Discovery> discoveries(Fields job) {
        List<Discovery> discoveries = new ArrayList<>();
        if (job.has("static_configs")) {
            discoveries.add(new Discovery.Listed(TargetLists.groups(job.mappings("static_configs"))));
        }
        job.mappings("file_sd_configs").forEach(fields -> discoveries.add(files(fields)));
        job.mappings("dns_sd_configs").forEach(fields -> discoveries.add(dns(fields)));
        job.mappings("http_sd_configs").forEach(fields -> http(fields).ifPresent(discoveries::add));
        ELSEWHERE.forEach(key -> job.unsupported(
                key,
                "let something write the targets to a file and name it in file_sd_configs, or use http_sd_configs"));
        return discoveries;
    }

    private static Discovery files(Fields fields) {
        Discovery found =
                new Discovery.Files(fields.texts("files"), fields.duration("refresh_interval", Duration.ofMinutes(5)));
        for (String pattern : fields.texts("files")) {
            if (!pattern.matches(".*\\.(json|ya?ml)")) {
                fields.refuse(
                        "files", "bad-value", "'" + pattern + "' is no list of targets", "use .json, .yml or .yaml");
            }
        }
        fields.end();
        return found;
    }

    private static Discovery dns(Fields fields) {
        Discovery.Dns.RecordType type =
                fields.value("type", DiscoveryReader::recordType, "one of A, AAAA, SRV", Discovery.Dns.RecordType.SRV);
        int port = fields.number("port", 0);
        if (type != Discovery.Dns.RecordType.SRV && (port == 0 || port > 65535)) {
            fields.refuse("port", "missing-key", "records of type " + type + " need a port", "add port: ...");
        }
        Discovery found = new Discovery.Dns(
                fields.texts("names"), type, port, fields.duration("refresh_interval", Duration.ofSeconds(30)));
        fields.end();
        return found;
    }

    private static Optional<Discovery.Dns.RecordType> recordType(String text) {
        return Arrays.stream(Discovery.Dns.RecordType.values())
                .filter(type -> type.name().equalsIgnoreCase(text))
                .findFirst();
    }

    private static Optional<Discovery> http(Fields fields) {
        Optional<URI> url = fields.required("url")
                .flatMap(text ->
                        fields.value("url", DiscoveryReader::url, "an http or https URL", Optional.<URI>empty()));
        Duration refresh = fields.duration("refresh_interval", Duration.ofMinutes(1));
        for (String key : List.of("basic_auth", "authorization", "oauth2", "tls_config", "proxy_url")) {
            fields.unsupported(key, "serve the list on a loopback address, or use file_sd_configs");
        }
        fields.end();
        return url.map(found -> new Discovery.Http(found, refresh));
    }

    private static Optional<Optional<URI>> url(String text) {
        try {
            URI url = URI.create(text);
            boolean usable =
                    ("http".equals(url.getScheme()) || "https".equals(url.getScheme())) && url.getHost() != null;
            return usable ? Optional.of(Optional.of(url)) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
