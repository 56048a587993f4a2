package dev.slipway.server.release;

import dev.slipway.delivery.report.ReportFile;
import dev.slipway.delivery.report.ReportReader;
import dev.slipway.delivery.report.ReportResult;
import dev.slipway.delivery.report.ReportRule;
import dev.slipway.kernel.Digest;
import dev.slipway.kernel.Glob;
import dev.slipway.kernel.Problem;
import dev.slipway.server.rollout.Reports;
import dev.slipway.store.Database;
import dev.slipway.store.run.Run;
import dev.slipway.store.run.RunArtifact;
import dev.slipway.store.run.Runs;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * Reads reports out of the archives that runs have uploaded. An archive is named by its digest and a rule is a value, so
 * what was read once is known.
 */
public final class KeptReports implements Reports {

    private static final int MOST_FILES = 5_000;
    private static final long MOST_BYTES = 64L << 20;
    private static final int KNOWN = 500;

    private final Database database;
    private final Function<Digest, Optional<Path>> archives;
    private final Map<Key, ReportResult> known = new LinkedHashMap<>();

    /** @param archives the zip file that has a digest */
    public KeptReports(Database database, Function<Digest, Optional<Path>> archives) {
        this.database = database;
        this.archives = archives;
    }

    private record Key(Digest archive, ReportRule rule) {}

    @Override
    public Optional<ReportResult> of(String project, String commit, ReportRule rule) {
        return newest(project, commit, rule.artifact()).map(digest -> result(new Key(digest, rule)));
    }

    /** Also of a run that has failed: what it kept says more about why than its absence would. */
    private Optional<Digest> newest(String project, String commit, String artifact) {
        return database.read(sql -> {
            List<Run> runs = Runs.ofCommit(sql, project, commit).stream()
                    .filter(RunChecks::isAboutItsCommit)
                    .toList();
            for (Run run : runs) {
                for (RunArtifact kept : Runs.artifacts(sql, run.id())) {
                    if (kept.name().equals(artifact)) {
                        return Optional.of(kept.digest());
                    }
                }
            }
            return Optional.empty();
        });
    }

    private ReportResult result(Key key) {
        synchronized (known) {
            ReportResult before = known.get(key);
            if (before != null) {
                return before;
            }
        }
        Optional<Path> archive = archives.apply(key.archive());
        if (archive.isEmpty()) {
            return new ReportResult(false, "the artifact '" + key.rule().artifact() + "' is not kept any more");
        }
        ReportResult result = read(key.rule(), archive.get());
        synchronized (known) {
            if (known.size() >= KNOWN) {
                known.remove(known.keySet().iterator().next());
            }
            known.put(key, result);
        }
        return result;
    }

    private static ReportResult read(ReportRule rule, Path archive) {
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            return ReportReader.read(rule, files(rule, zip));
        } catch (ZipException e) {
            return new ReportResult(
                    false, "the artifact '" + rule.artifact() + "' is no zip archive: " + e.getMessage());
        } catch (IOException e) {
            throw Problem.of(
                    Problem.Kind.UNAVAILABLE,
                    "artifact-unreadable",
                    "the artifact '" + rule.artifact() + "' cannot be read: " + e,
                    "look at the disk of the server",
                    e);
        } catch (Problem e) {
            return new ReportResult(false, e.message());
        }
    }

    /** Without the mark that some writers put before the first character. */
    private static String text(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    private static List<ReportFile> files(ReportRule rule, ZipFile zip) throws IOException {
        Glob glob = Glob.of(rule.files());
        List<ReportFile> files = new ArrayList<>();
        long left = MOST_BYTES;
        Enumeration<? extends ZipEntry> entries = zip.entries();
        while (entries.hasMoreElements()) {
            ZipEntry entry = entries.nextElement();
            if (entry.isDirectory() || !glob.matches(entry.getName())) {
                continue;
            }
            try (InputStream content = zip.getInputStream(entry)) {
                byte[] bytes = content.readNBytes(Math.toIntExact(left + 1));
                left -= bytes.length;
                files.add(new ReportFile(entry.getName(), text(bytes)));
            }
            if (left < 0 || files.size() > MOST_FILES) {
                throw Problem.of(
                        Problem.Kind.INVALID,
                        "report-too-large",
                        "the reports " + rule.files() + " in '" + rule.artifact() + "' are more than " + MOST_FILES
                                + " files or " + (MOST_BYTES >> 20) + " MiB",
                        "name fewer of them with `files`");
            }
        }
        return files;
    }
}
