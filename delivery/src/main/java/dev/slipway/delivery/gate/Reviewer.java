package dev.slipway.delivery.gate;

import java.util.Set;

/**
 * Somebody who may be asked to agree, as they are at one moment.
 *
 * @param name of the account
 * @param teams names of the teams that they are in
 */
public record Reviewer(String name, Set<String> teams) {

    /** Somebody who is in no team. */
    public static Reviewer alone(String name) {
        return new Reviewer(name, Set.of());
    }
}
