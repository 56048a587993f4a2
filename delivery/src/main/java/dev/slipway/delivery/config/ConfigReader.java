package dev.slipway.delivery.config;

import dev.slipway.kernel.Finding;
import dev.slipway.kernel.Position;
import dev.slipway.kernel.yaml.Yaml;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Reads {@code slipway.yml}, and tells its author everything that is wrong with it at once, each with its place. */
public final class ConfigReader {

    private ConfigReader() {}

    /** Reads without knowing which workflows the repository has. */
    public static ConfigResult read(String file, String text) {
        return read(file, text, Optional.empty());
    }

    /** @param workflows names of the repository's workflows: others may not be referred to */
    public static ConfigResult read(String file, String text, Collection<String> workflows) {
        return read(file, text, Optional.of(workflows));
    }

    private static ConfigResult read(String file, String text, Optional<Collection<String>> workflows) {
        Yaml.Document document = Yaml.read(file, text);
        if (document.root().isEmpty()) {
            List<Finding> findings = new ArrayList<>(document.findings());
            if (!Finding.anyError(findings)) {
                findings.add(Finding.error(
                        "empty-file",
                        Position.startOf(file),
                        "the file is empty",
                        "'slipway init' writes one to start from"));
            }
            return new ConfigResult(Optional.empty(), List.copyOf(findings));
        }
        Reading reading = new Reading();
        Optional<DeliveryConfig> config = ConfigSchema.ROOT.read(document.root().get(), reading);
        config.ifPresent(whole -> new CrossCheck(whole, document.root().get(), reading).check(workflows));
        List<Finding> findings = new ArrayList<>(document.findings());
        findings.addAll(reading.findings());
        return new ConfigResult(Finding.anyError(findings) ? Optional.empty() : config, List.copyOf(findings));
    }
}
