/** What goes beyond Alertmanager, as values: who is on call, to whom an alert goes that nobody takes, what is told daily. */
@NullMarked
package dev.slipway.observe.oncall;

import org.jspecify.annotations.NullMarked;
