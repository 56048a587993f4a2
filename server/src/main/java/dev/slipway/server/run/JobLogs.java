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
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The logs of all jobs, below one folder: {@code <run>/<job>.log}. */
public final class JobLogs {

    private static final int PAGE = 1000;

    private final Path folder;
    private final Map<String, JobLogFile> open = new ConcurrentHashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition opened = lock.newCondition();

    public JobLogs(Path folder) {
        this.folder = folder;
    }

    JobLogFile open(String run, String job) throws IOException {
        JobLogFile log = JobLogFile.append(file(run, job));
        lock.lock();
        try {
            open.put(job, log);
            opened.signalAll();
        } finally {
            lock.unlock();
        }
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

    /** Whether the job is running here, so that lines may come. */
    boolean isOpen(String job) {
        return open.containsKey(job);
    }

    /** Waits for a line from that number on; returns at once when the job has ended meanwhile. */
    void awaitLine(String job, long from, Duration patience) throws InterruptedException {
        JobLogFile log = open.get(job);
        if (log != null) {
            log.await(from, patience);
        }
    }

    /** Waits for a job to begin here. */
    void awaitBegin(String job, Duration patience) throws InterruptedException {
        lock.lock();
        try {
            long left = patience.toNanos();
            while (!isOpen(job) && left > 0) {
                left = opened.awaitNanos(left);
            }
        } finally {
            lock.unlock();
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
