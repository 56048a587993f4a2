package dev.slipway.promql.template;

/** Leaves the parser or the expansion; {@link Template} turns it into a problem. */
final class TemplateException extends RuntimeException {

    private final int offset;

    /** @param offset in the template, or -1 when it is not known */
    TemplateException(int offset, String message) {
        super(message, null, false, false);
        this.offset = offset;
    }

    int offset() {
        return offset;
    }

    String message() {
        String message = getMessage();
        return message == null ? "" : message;
    }
}
