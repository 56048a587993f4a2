package dev.slipway.observe.alert;

import dev.slipway.observe.config.Fields;
import dev.slipway.observe.contact.HttpOptions;
import dev.slipway.observe.contact.HttpOptionsReader;
import dev.slipway.observe.contact.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the integrations of all kinds have in common: secrets in the file or beside it, and how they are reached. */
final class ReceiverFields {

    private final Path base;
    private final HttpOptions usualHttp;

    /**
     * @param base folder that paths start from
     * @param global what holds for every receiver that says nothing else
     */
    ReceiverFields(Path base, Optional<Fields> global) {
        this.base = base;
        this.usualHttp = global.flatMap(fields -> fields.fields("http_config"))
                .map(new HttpOptionsReader(base)::whole)
                .orElse(HttpOptions.PLAIN);
    }

    /**
     * @param resolved whether the end of alerts is told when the file does not say
     */
    Integration.Manner manner(
            Fields fields, boolean resolved, Map<String, String> single, Map<String, List<Map<String, String>>> lists) {
        HttpOptions http = fields.fields("http_config")
                .map(new HttpOptionsReader(base)::whole)
                .orElse(usualHttp);
        return new Integration.Manner(
                fields.flag("send_resolved", resolved), http, new Integration.Texts(single, lists));
    }

    /** The value of a key, or of the file that the key with {@code _file} names. */
    Optional<Secret> secret(Fields fields, String key) {
        Optional<String> url = fields.text(key).filter(text -> key.endsWith("url") && !isUrl(text));
        if (url.isPresent()) {
            fields.refuse(key, "bad-value", "this is no http or https URL", "write https://...");
        }
        return Secret.read(fields, key, base);
    }

    private static boolean isUrl(String text) {
        try {
            @Nullable String scheme = URI.create(text).getScheme();
            return "http".equals(scheme) || "https".equals(scheme);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Refuses the integration when there is no secret. */
    static Optional<Secret> needed(Fields fields, Optional<Secret> secret, String key) {
        if (secret.isEmpty()) {
            fields.refuse(key, "missing-key", "'" + key + "' is missing", "add " + key + " or " + key + "_file");
        }
        return secret;
    }

    /** The integration, after every key that was not asked for has been refused. */
    static Optional<Integration> ended(Fields fields, Optional<? extends Integration> integration) {
        fields.end();
        return integration.map(found -> found);
    }
}
