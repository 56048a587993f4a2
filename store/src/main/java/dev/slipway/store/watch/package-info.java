/** What watching keeps: states of rules, alerts, silences, and the outbox of notices. */
@NullMarked
package dev.slipway.store.watch;

import org.jspecify.annotations.NullMarked;
