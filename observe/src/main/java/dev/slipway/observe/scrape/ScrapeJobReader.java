package dev.slipway.observe.scrape;

import dev.slipway.observe.config.Fields;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Reads one job. */
final class ScrapeJobReader {

    private final Path base;
    private final Fields fields;
    private final Defaults defaults;

    /** What {@code global} says, for jobs that say nothing. */
    record Defaults(Duration interval, Duration timeout, ScrapeLimits limits) {
        static final Defaults PLAIN = new Defaults(Duration.ofMinutes(1), Duration.ofSeconds(10), ScrapeLimits.NONE);
    }

    ScrapeJobReader(Path base, Fields fields, Defaults defaults) {
        this.base = base;
        this.fields = fields;
        this.defaults = defaults;
    }

    ScrapeJob job() {
        Duration interval = fields.duration("scrape_interval", defaults.interval());
        if (interval.isZero()) {
            fields.refuse("scrape_interval", "bad-value", "the interval is zero", "write something like 15s");
        }
        ScrapeJob job = new ScrapeJob(
                fields.required("job_name").orElse(""),
                interval,
                timeout(interval),
                fields.text("metrics_path").orElse("/metrics"),
                scheme(),
                fields.textListMap("params"),
                fields.flag("honor_labels", false),
                fields.flag("honor_timestamps", true),
                fields.flag("track_timestamps_staleness", false),
                fields.flag("follow_redirects", true),
                fields.flag("enable_compression", true),
                credentials(),
                limits(fields, defaults.limits()),
                DiscoveryReader.discoveries(fields),
                RelabelReader.rules(fields, "relabel_configs"),
                RelabelReader.rules(fields, "metric_relabel_configs"));
        refuseTheRest();
        return job;
    }

    private Duration timeout(Duration interval) {
        Duration usual = defaults.timeout().compareTo(interval) > 0 ? interval : defaults.timeout();
        Duration timeout = fields.duration("scrape_timeout", usual);
        if (timeout.compareTo(interval) > 0 || timeout.isZero()) {
            fields.refuse(
                    "scrape_timeout",
                    "bad-value",
                    "the timeout is zero or longer than the interval",
                    "at most " + interval.toMillis() + "ms");
        }
        return timeout;
    }

    private String scheme() {
        String scheme = fields.text("scheme").orElse("http");
        if (!scheme.equals("http") && !scheme.equals("https")) {
            fields.refuse("scheme", "bad-value", "there is no scheme '" + scheme + "'", "http or https");
        }
        return scheme;
    }

    static ScrapeLimits limits(Fields fields, ScrapeLimits otherwise) {
        return new ScrapeLimits(
                fields.size("body_size_limit", otherwise.bodyBytes()),
                fields.number("sample_limit", otherwise.samples()),
                fields.number("target_limit", otherwise.targets()),
                fields.number("label_limit", otherwise.labels()),
                fields.number("label_name_length_limit", otherwise.labelNameBytes()),
                fields.number("label_value_length_limit", otherwise.labelValueBytes()));
    }

    private Credentials credentials() {
        Optional<Credentials> basic = fields.fields("basic_auth").map(this::basic);
        Optional<Credentials> token = fields.fields("authorization").map(this::token);
        if (basic.isPresent() && token.isPresent()) {
            fields.refuse("authorization", "bad-key", "basic_auth and authorization exclude each other", "keep one");
        }
        return basic.or(() -> token).orElseGet(Credentials.None::new);
    }

    private Credentials basic(Fields auth) {
        auth.unsupported("password", "write it to a file and name that in password_file");
        auth.unsupported("username_file", "write the name as username");
        Credentials basic = new Credentials.Basic(
                auth.required("username").orElse(""), auth.text("password_file").map(base::resolve));
        auth.end();
        return basic;
    }

    private Credentials token(Fields auth) {
        auth.unsupported("credentials", "write them to a file and name that in credentials_file");
        String type = auth.text("type").orElse("Bearer");
        if (type.equalsIgnoreCase("basic")) {
            auth.refuse("type", "bad-value", "authorization cannot be of type basic", "use basic_auth");
        }
        Path file = base.resolve(auth.required("credentials_file").orElse("absent"));
        auth.end();
        return new Credentials.Token(type, file);
    }

    private void refuseTheRest() {
        fields.unsupported("bearer_token", "write it to a file and name that in authorization.credentials_file");
        fields.unsupported("bearer_token_file", "use authorization.credentials_file");
        fields.unsupported("oauth2", "use authorization with a token in a file");
        fields.unsupported("tls_config", "let the JVM trust the authority that signed the target's certificate");
        fields.unsupported("proxy_url", "scrapes go straight to their targets");
        fields.unsupported("proxy_from_environment", "scrapes go straight to their targets");
        fields.unsupported("scrape_protocols", "OpenMetrics and the text format are negotiated by themselves");
        fields.unsupported("scrape_classic_histograms", "native histograms are not stored");
        fields.unsupported("native_histogram_bucket_limit", "native histograms are not stored");
        fields.unsupported("keep_dropped_targets", "dropped targets are not kept");
        fields.end();
    }
}
