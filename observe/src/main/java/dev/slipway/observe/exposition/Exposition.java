package dev.slipway.observe.exposition;

import java.io.IOException;
import java.io.InputStream;

/**
 * Reads one exposition from a stream, sample by sample. The first line that breaks a rule refuses all of it: what was
 * handed to the sink before is to be thrown away, since a partial exposition is an erroneous one (OpenMetrics 1.0,
 * "Data transmission").
 *
 * @param source named in positions, usually the target's address
 * @param strictness how much of OpenMetrics is held
 * @param quotedNames whether names may be quoted UTF-8, as Prometheus 3 negotiates with {@code escaping=allow-utf-8}
 * @param limits beyond which it is refused
 */
public record Exposition(String source, Strictness strictness, boolean quotedNames, ExpositionLimits limits) {

    /** How much of OpenMetrics 1.0 must hold; the text format has a grammar only. */
    public enum Strictness {
        /** Grammar and every semantic rule: ordering, names, values, buckets, units. */
        SPECIFICATION,
        /** The grammar, which is what Prometheus asks of a target. */
        GRAMMAR
    }

    /** Everything that the specification asks, with plain names only. */
    public static Exposition strict(String source) {
        return new Exposition(source, Strictness.SPECIFICATION, false, ExpositionLimits.standard());
    }

    /** What a scrape asks of its target. */
    public static Exposition scraped(String source, ExpositionLimits limits) {
        return new Exposition(source, Strictness.GRAMMAR, true, limits);
    }

    /**
     * @throws dev.slipway.kernel.Problem with the position, when the exposition or a limit is broken
     */
    public void read(InputStream body, ExpositionFormat format, ExpositionSink sink) throws IOException {
        Lines lines = new Lines(source, new CappedStream(body, limits.bodyBytes()), limits.lineBytes());
        Families families = new Families(sink, strictness == Strictness.SPECIFICATION);
        CountedSamples samples = new CountedSamples(families, sink, limits.samples());
        switch (format) {
            case OPENMETRICS ->
                new OpenMetricsReader(source, new Tokens(false, quotedNames, limits), families, samples).read(lines);
            case PROMETHEUS_TEXT ->
                new TextReader(new Tokens(true, quotedNames, limits), families, samples).read(lines);
        }
        families.end();
    }
}
