package dev.slipway.observe.scrape;

import dev.slipway.kernel.Digest;
import dev.slipway.observe.config.Fields;
import dev.slipway.observe.contact.HttpOptionsReader;
import dev.slipway.observe.remote.RemoteTarget;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads {@code remote_write}; what is not followed is refused where it stands. */
record RemoteTargetReader(Path base, Map<String, String> externalLabels) {

    /** A name is also a file's. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,60}");

    private static final String MESSAGE = "prometheus.WriteRequest";

    List<RemoteTarget> targets(Fields root) {
        List<RemoteTarget> targets = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Fields fields : root.mappings("remote_write")) {
            target(fields).ifPresent(target -> {
                if (!names.add(target.name())) {
                    fields.refuse(
                            "name", "duplicate-name", "'" + target.name() + "' is defined twice", "name one of them");
                }
                targets.add(target);
            });
            fields.end();
        }
        return targets;
    }

    private Optional<RemoteTarget> target(Fields fields) {
        refuse(fields);
        String url = fields.required("url").orElse("http://absent");
        boolean usable = url.matches("https?://[^\\s]+");
        if (!usable) {
            fields.refuse("url", "bad-value", "this is no http or https URL", "write https://...");
        }
        String name = fields.text("name")
                .orElseGet(() -> Digest.of(url.getBytes(StandardCharsets.UTF_8)).brief());
        if (!NAME.matcher(name).matches()) {
            fields.refuse("name", "bad-value", "'" + name + "' cannot be a file's name", "letters, digits, - and _");
        }
        Duration timeout = fields.duration("remote_timeout", Duration.ofSeconds(30));
        return usable
                ? Optional.of(new RemoteTarget(
                        name,
                        URI.create(url),
                        new HttpOptionsReader(base).read(fields),
                        timeout.isZero() ? Duration.ofSeconds(30) : timeout,
                        RelabelReader.rules(fields, "write_relabel_configs"),
                        externalLabels))
                : Optional.empty();
    }

    private static void refuse(Fields fields) {
        fields.unsupported("queue_config", "the store is the queue: samples are sent in windows of a minute");
        fields.unsupported("metadata_config", "metadata is not sent");
        fields.unsupported("headers", "only authorization is sent beside what the protocol needs");
        fields.unsupported("sigv4", "send through a proxy that signs");
        fields.unsupported("azuread", "send through a proxy that signs");
        fields.unsupported("google_iam", "send through a proxy that signs");
        for (String key : List.of("send_exemplars", "send_native_histograms")) {
            if (fields.flag(key, false)) {
                fields.refuse(key, "unsupported-value", "neither is stored", "remove it");
            }
        }
        if (!fields.text("protobuf_message").orElse(MESSAGE).equals(MESSAGE)) {
            fields.refuse("protobuf_message", "unsupported-value", "only version 1.0 is spoken", "write " + MESSAGE);
        }
    }
}
