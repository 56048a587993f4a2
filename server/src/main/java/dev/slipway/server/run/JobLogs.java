package dev.slipway.server.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The logs of all jobs, below one folder: {@code <run>/<job>.log}. */
public final class JobLogs {

    private static final int PAGE = 1000;

    private final Path folder;
    private final Map<String, JobLogFile> open = new ConcurrentHashMap<>();

    public JobLogs(Path folder) {
        this.folder = folder;
    }

    JobLogFile open(String run, String job) throws IOException {
        JobLogFile log = JobLogFile.append(file(run, job));
        open.put(job, log);
        return log;
    }

    void close(String job) throws IOException {
        JobLogFile log = open.remove(job);
        if (log != null) {
            log.close();
        }
    }

    /**
     * The lines that are there.
     *
     * @param ended whether the job is over, so that no more lines can come
     */
    public LogPage read(String run, String job, long from, boolean ended) {
        try {
            List<LogPage.Line> lines = JobLogFile.read(file(run, job), Math.max(0, from), PAGE);
            long next = lines.isEmpty() ? from : lines.getLast().n() + 1;
            return new LogPage(lines, next, ended && lines.size() < PAGE && !open.containsKey(job));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the log of job " + job, e);
        }
    }

    /** Waits for a line from that number on; returns at once when the job is not running here. */
    public void await(String job, long from, Duration patience) throws InterruptedException {
        JobLogFile log = open.get(job);
        if (log != null) {
            log.await(from, patience);
        }
    }

    /** Gives a job that was kept for another attempt of its run what its log says. */
    void copy(String run, String job, String toRun, String toJob) {
        Path from = file(run, job);
        Path to = file(toRun, toJob);
        if (Files.notExists(from)) {
            return;
        }
        try {
            Files.createDirectories(to.getParent());
            Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot copy the log of job " + job, e);
        }
    }

    private Path file(String run, String job) {
        Path file = folder.resolve(run).resolve(job + ".log").normalize();
        if (!file.startsWith(folder)) {
            throw new IllegalArgumentException("no id of a job: " + run + "/" + job);
        }
        return file;
    }
}
