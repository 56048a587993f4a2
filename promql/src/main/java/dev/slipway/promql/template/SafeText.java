package dev.slipway.promql.template;

/** Text that is HTML already, on the word of the template's author. */
record SafeText(String text) {

    @Override
    public String toString() {
        return text;
    }
}
