package dev.slipway.server.watch;

import dev.slipway.kernel.Finding;
import dev.slipway.kernel.Position;
import dev.slipway.observe.remote.RemoteTarget;
import dev.slipway.observe.scrape.ScrapeFile;
import dev.slipway.observe.scrape.ScrapeFileReader;
import dev.slipway.observe.scrape.ScrapeJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The home's {@code prometheus.yml}: what is scraped beside what Slipway finds by itself, and who gets samples too. */
public final class ScrapeFolder {

    /** The file's name. */
    public static final String NAME = "prometheus.yml";

    private ScrapeFolder() {}

    /**
     * What was read.
     *
     * @param jobs none without a file, or with a file that has errors
     * @param remoteTargets to whom samples are sent on; none like jobs
     * @param errors one sentence each, with file, line and column
     */
    public record Read(List<ScrapeJob> jobs, List<RemoteTarget> remoteTargets, List<String> errors) {
        public Read {
            jobs = List.copyOf(jobs);
            remoteTargets = List.copyOf(remoteTargets);
            errors = List.copyOf(errors);
        }
    }

    /** @param own the jobs that Slipway makes itself, whose names are taken */
    public static Read read(Path home, List<ScrapeJob> own) {
        Path path = home.resolve(NAME);
        if (!Files.exists(path)) {
            return new Read(List.of(), List.of(), List.of());
        }
        try {
            ScrapeFile file = ScrapeFileReader.read(path.toString(), Files.readString(path), home);
            List<String> errors = new ArrayList<>();
            file.findings().stream().map(Finding::toString).forEach(errors::add);
            errors.addAll(foreign(file, Position.startOf(path.toString()), own));
            boolean usable = !Finding.anyError(file.findings())
                    && errors.size() == file.findings().size();
            return new Read(usable ? file.jobs() : List.of(), usable ? file.remoteTargets() : List.of(), errors);
        } catch (IOException e) {
            return new Read(List.of(), List.of(), List.of(path + " cannot be read: " + e.getMessage()));
        }
    }

    /** What Prometheus would do and Slipway does elsewhere or not at all. */
    private static List<String> foreign(ScrapeFile file, Position start, List<ScrapeJob> own) {
        List<String> errors = new ArrayList<>();
        if (!file.ruleFiles().isEmpty()) {
            errors.add(
                    start + ": error: 'rule_files' is not supported (put the files into .slipway/rules of a project)");
        }
        Set<String> taken = own.stream().map(ScrapeJob::name).collect(Collectors.toUnmodifiableSet());
        file.jobs().stream()
                .filter(job -> taken.contains(job.name()))
                .forEach(job ->
                        errors.add(start + ": error: Slipway has a job '" + job.name() + "' of its own (rename it)"));
        return errors;
    }
}
