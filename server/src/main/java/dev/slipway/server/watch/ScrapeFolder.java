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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
     * @param ruleFiles patterns of files, relative to the home; none like jobs
     * @param evaluationInterval of groups of rules that do not say
     * @param externalLabels that templates of rules know
     * @param errors one sentence each, with file, line and column
     */
    public record Read(
            List<ScrapeJob> jobs,
            List<RemoteTarget> remoteTargets,
            List<String> ruleFiles,
            Duration evaluationInterval,
            Map<String, String> externalLabels,
            List<String> errors) {

        /** What holds without a file. */
        static final Read NOTHING =
                new Read(List.of(), List.of(), List.of(), Duration.ofMinutes(1), Map.of(), List.of());

        public Read {
            ruleFiles = List.copyOf(ruleFiles);
            externalLabels = Map.copyOf(externalLabels);
            jobs = List.copyOf(jobs);
            remoteTargets = List.copyOf(remoteTargets);
            errors = List.copyOf(errors);
        }

        private static Read broken(List<String> errors) {
            return new Read(List.of(), List.of(), List.of(), NOTHING.evaluationInterval(), Map.of(), errors);
        }
    }

    /** @param own the jobs that Slipway makes itself, whose names are taken */
    public static Read read(Path home, List<ScrapeJob> own) {
        Path path = home.resolve(NAME);
        if (!Files.exists(path)) {
            return Read.NOTHING;
        }
        try {
            ScrapeFile file = ScrapeFileReader.read(path.toString(), Files.readString(path), home);
            List<String> errors = new ArrayList<>();
            file.findings().stream().map(Finding::toString).forEach(errors::add);
            errors.addAll(foreign(file, Position.startOf(path.toString()), own));
            boolean usable = !Finding.anyError(file.findings())
                    && errors.size() == file.findings().size();
            return usable
                    ? new Read(
                            file.jobs(),
                            file.remoteTargets(),
                            file.ruleFiles(),
                            file.evaluationInterval(),
                            file.externalLabels(),
                            errors)
                    : Read.broken(errors);
        } catch (IOException e) {
            return Read.broken(List.of(path + " cannot be read: " + e.getMessage()));
        }
    }

    /** What Prometheus would do and Slipway does elsewhere or not at all. */
    private static List<String> foreign(ScrapeFile file, Position start, List<ScrapeJob> own) {
        List<String> errors = new ArrayList<>();
        Set<String> taken = own.stream().map(ScrapeJob::name).collect(Collectors.toUnmodifiableSet());
        file.jobs().stream()
                .filter(job -> taken.contains(job.name()))
                .forEach(job ->
                        errors.add(start + ": error: Slipway has a job '" + job.name() + "' of its own (rename it)"));
        return errors;
    }
}
