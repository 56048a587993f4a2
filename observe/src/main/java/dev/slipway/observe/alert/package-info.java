/**
 * Alertmanager as a set of values: its configuration file, the tree of routes, groups, inhibition, silences, times, and
 * what is to be told to whom. Nothing here waits, sends or stores.
 */
@NullMarked
package dev.slipway.observe.alert;

import org.jspecify.annotations.NullMarked;
