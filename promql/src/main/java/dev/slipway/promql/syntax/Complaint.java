package dev.slipway.promql.syntax;

import org.jspecify.annotations.Nullable;

/** Something wrong with a part of an expression. */
record Complaint(Span span, String message, @Nullable String hint) {}
