package dev.slipway.observe.scrape;

import dev.slipway.kernel.Finding;
import dev.slipway.kernel.Position;
import dev.slipway.kernel.yaml.Yaml;
import dev.slipway.observe.config.Fields;
import dev.slipway.observe.remote.RemoteTarget;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code prometheus.yml}. */
public final class ScrapeFileReader {

    private final Path base;
    private final List<Finding> findings = new ArrayList<>();

    private ScrapeFileReader(Path base) {
        this.base = base;
    }

    /**
     * @param name of the file, for positions
     * @param base folder which relative paths in it start from
     */
    public static ScrapeFile read(String name, String text, Path base) {
        return new ScrapeFileReader(base).file(name, text);
    }

    private ScrapeFile file(String name, String text) {
        Yaml.Document document = Yaml.read(name, text);
        findings.addAll(document.findings());
        Optional<Fields> root = document.root().flatMap(node -> Fields.of(node, findings));
        if (root.isEmpty() && findings.isEmpty()) {
            findings.add(
                    Finding.error("empty-file", Position.startOf(name), "the file is empty", "add scrape_configs"));
        }
        ScrapeFile read = root.map(this::root)
                .orElseGet(() ->
                        new ScrapeFile(List.of(), List.of(), Duration.ofMinutes(1), Map.of(), List.of(), List.of()));
        boolean bad = Finding.anyError(findings);
        return new ScrapeFile(
                bad ? List.of() : read.jobs(),
                read.ruleFiles(),
                read.evaluationInterval(),
                read.externalLabels(),
                bad ? List.of() : read.remoteTargets(),
                findings);
    }

    private ScrapeFile root(Fields root) {
        Optional<Fields> global = root.fields("global");
        ScrapeJobReader.Defaults defaults =
                global.map(ScrapeFileReader::defaults).orElse(ScrapeJobReader.Defaults.PLAIN);
        Duration evaluation = global.map(fields -> fields.duration("evaluation_interval", Duration.ofMinutes(1)))
                .orElse(Duration.ofMinutes(1));
        Map<String, String> external =
                global.map(fields -> fields.textMap("external_labels")).orElse(Map.of());
        global.ifPresent(Fields::end);
        List<ScrapeJob> jobs = jobs(root, defaults);
        List<String> rules = root.texts("rule_files");
        root.unsupported("scrape_config_files", "write the jobs into this file");
        List<RemoteTarget> targets = new RemoteTargetReader(base, external).targets(root);
        root.unsupported("remote_read", "samples are read from this store");
        root.unsupported("storage", "retention is a setting of Slipway");
        root.unsupported("tracing", "Slipway sends no traces");
        root.unsupported("otlp", "samples come from scrapes");
        root.unsupported(
                "alerting", "alerts are routed by Slipway itself: move the receivers to its Alertmanager file");
        root.end();
        return new ScrapeFile(jobs, rules, evaluation, external, targets, List.of());
    }

    private static ScrapeJobReader.Defaults defaults(Fields global) {
        Duration interval = global.duration("scrape_interval", ScrapeJobReader.Defaults.PLAIN.interval());
        boolean given = global.has("scrape_timeout");
        Duration timeout = global.duration("scrape_timeout", ScrapeJobReader.Defaults.PLAIN.timeout());
        if (given && timeout.compareTo(interval) > 0) {
            global.refuse("scrape_timeout", "bad-value", "the timeout is longer than the interval", "shorten it");
        }
        Duration shortened = timeout.compareTo(interval) > 0 ? interval : timeout;
        global.unsupported("query_log_file", "questions are logged by Slipway's server");
        global.unsupported("scrape_protocols", "OpenMetrics and the text format are negotiated by themselves");
        return new ScrapeJobReader.Defaults(interval, shortened, ScrapeJobReader.limits(global, ScrapeLimits.NONE));
    }

    private List<ScrapeJob> jobs(Fields root, ScrapeJobReader.Defaults defaults) {
        List<ScrapeJob> jobs = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Fields fields : root.mappings("scrape_configs")) {
            ScrapeJob job = new ScrapeJobReader(base, fields, defaults).job();
            if (!names.add(job.name())) {
                fields.refuse(
                        "job_name", "duplicate-job", "the job '" + job.name() + "' is defined twice", "rename one");
            }
            jobs.add(job);
        }
        return jobs;
    }
}
