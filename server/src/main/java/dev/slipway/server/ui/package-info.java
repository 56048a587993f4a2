/** The pages for people: rendered on the server, kept up to date by events, usable by keyboard. */
@NullMarked
package dev.slipway.server.ui;

import org.jspecify.annotations.NullMarked;
