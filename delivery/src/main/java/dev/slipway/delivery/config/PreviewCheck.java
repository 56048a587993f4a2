package dev.slipway.delivery.config;

import dev.slipway.kernel.Position;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What the section of previews cannot know of the rest of the file: services, and names that are taken. */
final class PreviewCheck {

    private static final String SECTION = "preview";

    private final CrossCheck file;
    private final DeliveryConfig config;
    private final Reading reading;
    private final Map<String, String> owners = new HashMap<>();

    PreviewCheck(CrossCheck file, DeliveryConfig config, Reading reading) {
        this.file = file;
        this.config = config;
        this.reading = reading;
    }

    void check(PreviewConfig preview) {
        preview.hosts().keySet().forEach(service -> file.service(service, file.keyAt(service, SECTION, "hosts")));
        preview.instances()
                .keySet()
                .forEach(service -> file.service(service, file.keyAt(service, SECTION, "instances")));
        for (int i = 0; i < preview.smoke().size(); i++) {
            int index = i;
            preview.smoke()
                    .get(i)
                    .service()
                    .ifPresent(service -> file.service(service, file.at(SECTION, "smoke", index, "service")));
        }
        config.environments().keySet().forEach(this::name);
        preview.hosts().forEach(this::hosts);
    }

    private void name(String environment) {
        if (PreviewName.is(environment) || environment.equals(PreviewConfig.SECRETS)) {
            reading.refuse(
                    "preview-name",
                    file.keyAt(environment, "environments"),
                    "'" + environment + "' is a name of previews",
                    "call it otherwise, or remove 'preview'");
        }
    }

    private void hosts(String service, List<String> patterns) {
        for (int i = 0; i < patterns.size(); i++) {
            Position at = file.at(SECTION, "hosts", service, i);
            String owner = owners.putIfAbsent(patterns.get(i), service);
            if (owner != null) {
                reading.refuse(
                        "duplicate-host",
                        at,
                        "the host '" + patterns.get(i) + "' already belongs to " + owner,
                        "a host leads to one service");
                continue;
            }
            Pattern taken =
                    Pattern.compile(Pattern.quote(patterns.get(i)).replace(PreviewConfig.PLACE, "\\E[a-z0-9-]+\\Q"));
            config.environments().values().forEach(environment -> taken(taken, environment, at));
        }
    }

    private void taken(Pattern pattern, EnvironmentConfig environment, Position at) {
        environment.hosts().values().stream()
                .flatMap(List::stream)
                .filter(host -> pattern.matcher(host).matches())
                .findFirst()
                .ifPresent(host -> reading.refuse(
                        "duplicate-host",
                        at,
                        "a preview could take the host '" + host + "' of " + environment.name(),
                        "give previews a domain of their own, such as '{name}.preview.example.com'"));
    }
}
