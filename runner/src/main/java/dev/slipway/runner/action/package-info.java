/** The actions that Slipway performs itself instead of fetching their code. */
@NullMarked
package dev.slipway.runner.action;

import org.jspecify.annotations.NullMarked;
