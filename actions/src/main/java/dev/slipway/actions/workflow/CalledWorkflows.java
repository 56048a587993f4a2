package dev.slipway.actions.workflow;

import java.util.Optional;

/** Where the texts of called workflows come from. Whoever reads a commit hands its files over as this. */
@FunctionalInterface
public interface CalledWorkflows {

    /** Calls stay unresolved. */
    CalledWorkflows NONE = (caller, reference) -> Optional.empty();

    /**
     * @param caller path of the file that calls
     * @param reference as written behind {@code uses}
     * @return absent to leave the call unresolved
     * @throws dev.slipway.kernel.Problem where the reference names no workflow; it becomes a finding at its place
     */
    Optional<Called> find(String caller, String reference);

    /**
     * A workflow file.
     *
     * @param file path by which its positions are told, and by which it calls others
     */
    record Called(String file, String text) {}
}
