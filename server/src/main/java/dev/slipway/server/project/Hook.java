package dev.slipway.server.project;

/**
 * A webhook whose signature was right.
 *
 * @param project that it is about
 * @param event what the forge calls it
 * @param body as it was signed
 */
public record Hook(String project, String event, String body) {

    /** Takes webhooks; what it throws is the sender's answer, who may deliver it again. */
    @FunctionalInterface
    public interface Listener {
        void onHook(Hook hook);
    }
}
