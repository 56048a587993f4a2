/** Action files ({@code action.yml}): what somebody publishes for steps to use. */
@NullMarked
package dev.slipway.actions.action;

import org.jspecify.annotations.NullMarked;
