package dev.slipway.testkit;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/** Users who hold a WebSocket each, say a word every second, want to hear it again, and come back when it is ended. */
public final class SocketLoad implements AutoCloseable {

    private static final long PACE_MILLIS = 1000;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int MOST_USERS = 64;

    private final int port;
    private final String host;
    private final Consumer<SocketVisit> onEnd;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Set<LoadSocket> open = ConcurrentHashMap.newKeySet();
    private final List<SocketVisit> visits = new CopyOnWriteArrayList<>();
    private final List<String> failures = new CopyOnWriteArrayList<>();
    private final LongAdder heard = new LongAdder();
    private final List<Thread> threads = new ArrayList<>();

    private SocketLoad(int port, String host, int users, Consumer<SocketVisit> onEnd) {
        if (users < 1 || users > MOST_USERS) {
            throw new IllegalArgumentException("1 to " + MOST_USERS + " users, not " + users);
        }
        this.port = port;
        this.host = host;
        this.onEnd = onEnd;
        for (int i = 0; i < users; i++) {
            int user = i;
            threads.add(Thread.ofVirtual().name("socket-" + user).start(() -> use(user)));
        }
    }

    /**
     * Begins at once, on the loopback only.
     *
     * @param onEnd is told, by the user's own thread, as soon as the other side has ended a WebSocket
     */
    public static SocketLoad start(int port, String host, int users, Consumer<SocketVisit> onEnd) {
        return new SocketLoad(port, host, users, onEnd);
    }

    private void use(int user) {
        while (stop.getCount() > 0) {
            try (LoadSocket socket = new LoadSocket(port, host, PATIENCE)) {
                open.add(socket);
                hold(user, socket);
            } catch (IOException e) {
                failures.add(Instant.now() + " " + e);
                pause(stop);
            }
        }
    }

    private void hold(int user, LoadSocket socket) throws IOException {
        AtomicInteger unheard = new AtomicInteger();
        CountDownLatch over = new CountDownLatch(1);
        Thread speaker = Thread.ofVirtual().start(() -> speak(socket, unheard, over));
        int code = listen(socket, unheard);
        Instant ended = Instant.now();
        open.remove(socket);
        over.countDown();
        if (stop.getCount() > 0) {
            SocketVisit visit = new SocketVisit(user, socket.release(), socket.greeting(), code, ended, unheard.get());
            visits.add(visit);
            onEnd.accept(visit);
        }
        try {
            speaker.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private int listen(LoadSocket socket, AtomicInteger unheard) throws IOException {
        try {
            LoadSocket.Heard next = socket.hear();
            while (next instanceof LoadSocket.Heard.Word) {
                unheard.decrementAndGet();
                heard.increment();
                next = socket.hear();
            }
            return next instanceof LoadSocket.Heard.Farewell(int code) ? code : SocketVisit.CUT;
        } catch (IOException e) {
            return SocketVisit.CUT;
        }
    }

    private void speak(LoadSocket socket, AtomicInteger unheard, CountDownLatch over) {
        try {
            for (int word = 0; !pause(over); word++) {
                if (stop.getCount() == 0) {
                    socket.leave();
                    return;
                }
                socket.say("word " + word);
                unheard.incrementAndGet();
            }
        } catch (IOException e) {
            // Whoever listens meets the same end and tells of it.
            return;
        }
    }

    /** A second, or less where this has ended; true when it has. */
    private static boolean pause(CountDownLatch end) {
        try {
            return end.await(PACE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** What has been seen so far. */
    public SocketReport report() {
        return new SocketReport(List.copyOf(visits), heard.sum(), List.copyOf(failures));
    }

    /** How many are open. */
    public int open() {
        return open.size();
    }

    /** Lets the users leave, each at its next word, and tells what was seen. */
    public SocketReport stop() throws InterruptedException {
        stop.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        return report();
    }

    @Override
    public void close() throws InterruptedException {
        stop();
    }
}
