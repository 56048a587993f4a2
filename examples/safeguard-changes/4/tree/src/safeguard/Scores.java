package safeguard;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Keeps what was scored. While another release writes to the file as well, each row is written at once; once this one
 * is alone, rows are written in the background so that no request waits for the disk.
 */
final class Scores {

    /** Nobody else wrote for so long: nobody else is there. */
    private static final long ALONE_AFTER_NANOS = TimeUnit.SECONDS.toNanos(3);

    private static final int QUEUE = 100;
    private static final long BETWEEN_WRITES_MILLIS = 50;

    private final ScoreFile file;
    private final BlockingQueue<Score> waiting = new ArrayBlockingQueue<>(QUEUE);
    private long sizeAfterOwnWrite = -1;
    private long lastCompany = System.nanoTime();

    Scores(Path folder) {
        this.file = new ScoreFile(folder);
        Thread.ofPlatform().daemon().name("write-behind").start(this::writeBehind);
    }

    synchronized void add(Score score) throws IOException {
        if (file.size() != sizeAfterOwnWrite) {
            lastCompany = System.nanoTime();
        }
        if (System.nanoTime() - lastCompany > ALONE_AFTER_NANOS) {
            waiting.add(score);
        } else {
            write(score);
        }
    }

    private synchronized void write(Score score) throws IOException {
        file.append(score);
        sizeAfterOwnWrite = file.size();
    }

    private void writeBehind() {
        try {
            while (true) {
                write(waiting.take());
                TimeUnit.MILLISECONDS.sleep(BETWEEN_WRITES_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            System.err.println("cannot write a score: " + e);
        }
    }
}
