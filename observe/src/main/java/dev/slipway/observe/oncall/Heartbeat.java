package dev.slipway.observe.oncall;

import dev.slipway.observe.contact.Secret;
import java.time.Duration;

/**
 * A sign of life to something outside, which raises the alarm when it stays away: a dead man's switch. Whoever watches
 * cannot tell of his own death.
 */
public record Heartbeat(String name, Secret url, Duration interval) {}
