package dev.slipway.observe.alert;

import dev.slipway.promql.template.Definitions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The templates that are there without any file, under the names that Alertmanager's have. */
final class DefaultTemplates {

    /** What an e-mail holds unless the configuration says otherwise. */
    static final String HTML = "{{ template \"email.default.html\" . }}";

    private static final Definitions READ = Definitions.none().with(text());

    private DefaultTemplates() {}

    static Definitions definitions() {
        return READ;
    }

    private static String text() {
        try (InputStream in = Objects.requireNonNull(
                DefaultTemplates.class.getResourceAsStream("default.tmpl"), "default.tmpl is part of this module")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
