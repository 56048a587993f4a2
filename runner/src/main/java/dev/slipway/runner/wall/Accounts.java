package dev.slipway.runner.wall;

import dev.slipway.kernel.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.TreeSet;

/**
 * Lends each account of a range to one job at a time. A lease is also a lock on a file that all servers of this machine
 * know, so that two of them with one range never lend the same account; the kernel ends it with the server's process.
 */
public final class Accounts {

    private static final Path LOCKS = Path.of("/run/slipway-accounts");

    /** Of this process: the kernel's locks are the process's as a whole, whichever range asks. */
    private static final Set<Integer> LENT = new TreeSet<>();

    private final AccountRange range;

    public Accounts(AccountRange range) {
        this.range = range;
    }

    /**
     * Lends a free account.
     *
     * @throws Problem of kind UNAVAILABLE, code {@code no-account}, when all are lent
     */
    Lease lend() throws IOException {
        synchronized (LENT) {
            for (int number = range.first(); number <= range.last(); number++) {
                if (!LENT.contains(number)) {
                    FileChannel channel = lockFile(number);
                    FileLock lock = channel.tryLock();
                    if (lock != null) {
                        LENT.add(number);
                        return new Lease(new Account(number), channel);
                    }
                    channel.close();
                }
            }
        }
        throw Problem.of(
                Problem.Kind.UNAVAILABLE,
                "no-account",
                "all accounts " + range + " are lent to jobs",
                "give the server more of them with --job-uids");
    }

    private static FileChannel lockFile(int number) throws IOException {
        Files.createDirectories(LOCKS);
        return FileChannel.open(
                LOCKS.resolve(Integer.toString(number)), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    /** An account on loan; closing gives it back. */
    record Lease(Account account, FileChannel lock) implements AutoCloseable {
        @Override
        public void close() {
            synchronized (LENT) {
                try {
                    lock.close();
                } catch (IOException e) {
                    throw new UncheckedIOException("the lock of account " + account.number() + " stays", e);
                } finally {
                    LENT.remove(account.number());
                }
            }
        }
    }
}
