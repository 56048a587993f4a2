package dev.slipway.observe.probe;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What came back of one check.
 *
 * @param at when the check began
 * @param took how long it was
 * @param trouble why there is no whole answer
 * @param facts without {@link Fact#HEADERS}
 * @param headers by name in lower case
 * @param certificateEnds when the first certificate of the chain ends
 * @param domainEnds when the registration of the host's domain ends; only where a condition speaks of it
 */
public record Answer(
        Instant at,
        Duration took,
        Optional<String> trouble,
        Map<Fact, String> facts,
        Map<String, String> headers,
        Optional<Instant> certificateEnds,
        Optional<Instant> domainEnds) {

    public Answer {
        facts = Map.copyOf(facts);
        headers = Map.copyOf(headers);
    }

    /** The other side was reached. */
    public static Answer connected() {
        return new Answer(
                Instant.EPOCH,
                Duration.ZERO,
                Optional.empty(),
                Map.of(Fact.CONNECTED, "true"),
                Map.of(),
                Optional.empty(),
                Optional.empty());
    }

    /** The other side was not reached. */
    public static Answer none(String why) {
        return new Answer(
                Instant.EPOCH,
                Duration.ZERO,
                Optional.of(why),
                Map.of(Fact.CONNECTED, "false"),
                Map.of(),
                Optional.empty(),
                Optional.empty());
    }

    /** The same with one more fact. */
    public Answer with(Fact fact, String value) {
        Map<Fact, String> more = new EnumMap<>(facts.isEmpty() ? Map.of(fact, value) : facts);
        more.put(fact, value);
        return new Answer(at, took, trouble, more, headers, certificateEnds, domainEnds);
    }

    /** The same with headers. */
    public Answer withHeaders(Map<String, String> found) {
        return new Answer(at, took, trouble, facts, found, certificateEnds, domainEnds);
    }

    /** The same with the end of its certificate. */
    public Answer withCertificateEnd(Optional<Instant> end) {
        return new Answer(at, took, trouble, facts, headers, end, domainEnds);
    }

    /** The same with the end of its domain. */
    public Answer withDomainEnd(Instant end) {
        return new Answer(at, took, trouble, facts, headers, certificateEnds, Optional.of(end));
    }

    /** The same, but something is wrong with it. */
    public Answer but(String why) {
        return new Answer(at, took, Optional.of(why), facts, headers, certificateEnds, domainEnds);
    }

    /** The same, measured. */
    public Answer measured(Instant began, Duration length) {
        return new Answer(began, length, trouble, facts, headers, certificateEnds, domainEnds);
    }

    public boolean isConnected() {
        return "true".equals(facts.get(Fact.CONNECTED));
    }

    /** One fact as conditions see it; absent when the answer does not tell it. */
    public Optional<String> fact(Fact fact) {
        return switch (fact) {
            case STATUS, BODY, IP, CONNECTED, DNS_RCODE -> Optional.ofNullable(facts.get(fact));
            case HEADERS -> Optional.empty();
            case RESPONSE_TIME -> Optional.of(Long.toString(took.toMillis())).filter(_ -> isConnected());
            case CERTIFICATE_EXPIRATION -> certificateEnds.map(this::until);
            case DOMAIN_EXPIRATION -> domainEnds.map(this::until);
        };
    }

    /** Milliseconds. */
    private String until(Instant end) {
        return Long.toString(Duration.between(at, end).toMillis());
    }

    /** One header, whatever the case of its name. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }
}
