/** The demonstration: a real service, real pushes, real traffic, seen from outside as any user's program would see it. */
@NullMarked
package dev.slipway.cli.demo;

import org.jspecify.annotations.NullMarked;
