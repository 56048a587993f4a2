package dev.slipway.server.certificate;

import dev.slipway.kernel.Problem;
import dev.slipway.server.web.HealthPart;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Orders what is due: a name without a certificate at once, one with a certificate before a third of its life is left, one
 * that failed after a pause that doubles. All of it is derived from files, so that nothing is forgotten by a restart.
 */
final class CertificateDesk implements HealthPart {

    private static final Logger LOG = LoggerFactory.getLogger(CertificateDesk.class);
    private static final Duration FIRST_PAUSE = Duration.ofMinutes(1);
    private static final Duration LONGEST_PAUSE = Duration.ofHours(12);
    private static final int MOST_DOUBLINGS = 10;

    private final List<String> names;
    private final CertificateFolder folder;
    private final Orders orders;
    private final Map<String, String> troubles = new ConcurrentHashMap<>();
    private final Map<String, Instant> ends = new ConcurrentHashMap<>();

    /** Brings a certificate for a name. */
    @FunctionalInterface
    interface Orders {
        Authority.Issued order(String name) throws IOException, InterruptedException;
    }

    CertificateDesk(List<String> names, CertificateFolder folder, Orders orders) {
        this.names = List.copyOf(names);
        this.folder = folder;
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
                order(name, now);
                note(name);
            }
            return due(name, now);
        } catch (IOException e) {
            LOG.error("the certificate of {} cannot be attended to", name, e);
            troubles.put(name, String.valueOf(e.getMessage()));
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
        } catch (IOException | Problem e) {
            int failures = folder.failing(name)
                            .map(CertificateFolder.Failing::failures)
                            .orElse(0)
                    + 1;
            String why = String.valueOf(e.getMessage());
            folder.failed(name, new CertificateFolder.Failing(failures, now.plus(pause(failures)), why));
            LOG.warn("no certificate for {}: {}", name, why);
        }
    }

    static Duration pause(int failures) {
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
        return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }

    private void note(String name) throws IOException {
        folder.current(name)
                .ifPresent(found -> ends.put(name, found.getNotAfter().toInstant()));
        folder.failing(name)
                .ifPresentOrElse(failing -> troubles.put(name, failing.trouble()), () -> troubles.remove(name));
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
        return troubles.isEmpty()
                ? Condition.healthy()
                : Condition.degraded(troubles.entrySet().stream()
                        .map(each -> each.getValue()
                                + Optional.ofNullable(ends.get(each.getKey()))
                                        .map(end -> "; the one in force ends " + end)
                                        .orElse(""))
                        .sorted()
                        .collect(Collectors.joining("; ")));
    }
}
