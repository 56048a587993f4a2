package dev.slipway.observe.probe;

import java.util.Arrays;
import java.util.Optional;

/** What an answer tells, by the placeholders that Gatus gives them; HEADERS is Slipway's own. */
public enum Fact {
    /** Of HTTP; the exit code of a command. */
    STATUS,
    /** Text, up to a mebibyte of it. */
    BODY,
    /** By name. */
    HEADERS,
    /** The address that was asked. */
    IP,
    /** Milliseconds. */
    RESPONSE_TIME,
    /** {@code true} or {@code false}. */
    CONNECTED,
    /** Milliseconds until the first certificate of the chain ends. */
    CERTIFICATE_EXPIRATION,
    /** Milliseconds until the domain of the host ends. */
    DOMAIN_EXPIRATION,
    /** Such as NOERROR. */
    DNS_RCODE;

    /** How conditions write it. */
    public String placeholder() {
        return "[" + name() + "]";
    }

    static Optional<Fact> of(String placeholder) {
        return Arrays.stream(values())
                .filter(fact -> fact.placeholder().equals(placeholder))
                .findFirst();
    }
}
