/**
 * The judge: turns what was observed of a canary and of the old release into PASS, FAIL or INCONCLUSIVE, with evidence a
 * person can read. Every comparison stays valid however often one looks.
 */
@NullMarked
package dev.slipway.delivery.judge;

import org.jspecify.annotations.NullMarked;
