package dev.slipway.server.certificate;

import dev.slipway.kernel.Problem;
import dev.slipway.server.web.HealthPart;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Orders what is due: a name without a certificate at once, one with a certificate before a third of its life is left, one
 * that failed after a pause that doubles, or when the authority says. All of it is derived from files, so that nothing is forgotten by a restart.
 */
final class CertificateDesk implements HealthPart {

    private static final Logger LOG = LoggerFactory.getLogger(CertificateDesk.class);
    private static final Duration FIRST_PAUSE = Duration.ofMinutes(1);
    private static final Duration LONGEST_PAUSE = Duration.ofHours(12);
    /** What an authority may ask for at most: Let's Encrypt counts by the week. */
    private static final Duration LONGEST_REFUSAL = Duration.ofDays(7);

    private static final int MOST_DOUBLINGS = 10;

    private final List<String> names;
    private final CertificateFolder folder;
    private final InstantSource clock;
    private final Orders orders;
    private final Map<String, String> troubles = new ConcurrentHashMap<>();
    private final Map<String, Instant> ends = new ConcurrentHashMap<>();

    /** Brings a certificate for a name. */
    @FunctionalInterface
    interface Orders {
        Authority.Issued order(String name) throws IOException, InterruptedException;
    }

    /** @param clock tells whether what is in force has ended */
    CertificateDesk(List<String> names, CertificateFolder folder, InstantSource clock, Orders orders) {
        this.names = List.copyOf(names);
        this.folder = folder;
        this.clock = clock;
        this.orders = orders;
    }

    /** Orders what is due; returns when the next will be. */
    Instant step(Instant now) throws InterruptedException {
        Instant next = now.plus(LONGEST_PAUSE);
        for (String name : names) {
            Instant due = attend(name, now);
            next = due.isBefore(next) ? due : next;
        }
        return next;
    }

    private Instant attend(String name, Instant now) throws InterruptedException {
        try {
            note(name);
            if (!due(name, now).isAfter(now)) {
                folder.reserve(name);
                order(name, now);
                note(name);
            }
            return due(name, now);
        } catch (IOException e) {
            LOG.error("the certificate of {} cannot be attended to", name, e);
            troubles.put(
                    name, "no certificate can be kept for " + name + ": " + e.getMessage() + "; next try in a minute");
            return now.plus(FIRST_PAUSE);
        }
    }

    private Instant due(String name, Instant now) throws IOException {
        Optional<CertificateFolder.Failing> failing = folder.failing(name);
        if (failing.isPresent()) {
            return failing.get().next();
        }
        return folder.current(name).map(CertificateDesk::renewal).orElse(now);
    }

    /** When a third of its life is left. */
    static Instant renewal(X509Certificate certificate) {
        Instant from = certificate.getNotBefore().toInstant();
        Duration life = Duration.between(from, certificate.getNotAfter().toInstant());
        return from.plus(life.dividedBy(3).multipliedBy(2));
    }

    private void order(String name, Instant now) throws IOException, InterruptedException {
        try {
            folder.install(name, orders.order(name));
            LOG.info("a certificate for {} is in force", name);
        } catch (TooManyOrders e) {
            Instant latest = now.plus(LONGEST_REFUSAL);
            failed(name, now, e.until().isBefore(latest) ? e.until() : latest, e.getMessage());
        } catch (Problem e) {
            failed(name, now, now, e.message());
        } catch (IOException e) {
            failed(name, now, now, "no certificate for " + name + ": " + e);
        }
    }

    private void failed(String name, Instant now, Instant notBefore, @Nullable String why) throws IOException {
        int failures =
                folder.failing(name).map(CertificateFolder.Failing::failures).orElse(0) + 1;
        Instant paused = now.plus(pause(failures));
        Instant next = paused.isBefore(notBefore) ? notBefore : paused;
        folder.failed(name, new CertificateFolder.Failing(failures, next, String.valueOf(why)));
        LOG.warn("{}; {}", why, nextTry(next));
    }

    private static String nextTry(Instant at) {
        return "next try at " + at.truncatedTo(ChronoUnit.SECONDS);
    }

    static Duration pause(int failures) {
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
        return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }

    private void note(String name) throws IOException {
        folder.current(name)
                .ifPresent(found -> ends.put(name, found.getNotAfter().toInstant()));
        folder.failing(name)
                .ifPresentOrElse(
                        failing -> troubles.put(name, failing.trouble() + "; " + nextTry(failing.next())),
                        () -> troubles.remove(name));
    }

    /** Seconds until the first certificate ends; NaN while there is none. */
    double secondsLeft(Instant now) {
        return ends.values().stream()
                .mapToDouble(end -> Duration.between(now, end).toSeconds())
                .min()
                .orElse(Double.NaN);
    }

    @Override
    public String name() {
        return "certificates";
    }

    @Override
    public Condition condition() {
        Instant now = clock.instant();
        String words =
                names.stream().flatMap(name -> complaint(name, now).stream()).collect(Collectors.joining("; "));
        return words.isEmpty() ? Condition.healthy() : Condition.degraded(words);
    }

    private Optional<String> complaint(String name, Instant now) {
        Optional<Instant> end = Optional.ofNullable(ends.get(name));
        Optional<String> ended = end.filter(at -> !at.isAfter(now))
                .map(at -> "the certificate of " + name + " ended " + at
                        + ": requests get it all the same, and browsers refuse it");
        Optional<String> trouble = Optional.ofNullable(troubles.get(name));
        if (trouble.isEmpty()) {
            return ended.map(words -> words + "; a new one is ordered, and the server's log says how that goes");
        }
        return ended.map(words -> words + "; set right why there is no new one: " + trouble.get())
                .or(() -> trouble.map(words ->
                        words + end.map(at -> "; the one in force ends " + at).orElse("")));
    }
}
