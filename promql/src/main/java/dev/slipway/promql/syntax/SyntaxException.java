package dev.slipway.promql.syntax;

import org.jspecify.annotations.Nullable;

/** Leaves the parser at the first thing that is not PromQL; {@link Promql} turns it into a finding. */
final class SyntaxException extends RuntimeException {

    private final transient Complaint complaint;

    SyntaxException(Span span, String message, @Nullable String hint) {
        super(message, null, false, false);
        this.complaint = new Complaint(span, message, hint);
    }

    SyntaxException(Span span, String message) {
        this(span, message, null);
    }

    Complaint complaint() {
        return complaint;
    }
}
