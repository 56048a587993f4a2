package dev.slipway.server.query;

import dev.slipway.promql.series.Labels;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedMap;
import java.util.regex.Pattern;

/**
 * Writes the newest sample of series in the text format, for another Prometheus to scrape (its {@code /federate}). A
 * series without {@code instance} gets an empty one, so that the scraper does not put this server's in its place.
 */
final class Federation {

    static final String CONTENT_TYPE = "text/plain; version=1.0.0; escaping=allow-utf-8; charset=utf-8";

    private static final String INSTANCE = "instance";
    private static final Pattern PLAIN_METRIC = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");
    private static final Pattern PLAIN_LABEL = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");

    private Federation() {}

    /** @param newest by their labels, in the order of their metrics' names */
    static void write(SortedMap<Labels, Newest> newest, OutputStream to) throws IOException {
        Writer out = new BufferedWriter(new OutputStreamWriter(to, StandardCharsets.UTF_8));
        String family = "";
        for (Map.Entry<Labels, Newest> each : newest.entrySet()) {
            String name = each.getKey().metricName();
            if (!name.equals(family)) {
                family = name;
                out.write("# TYPE " + (isPlain(name) ? name : quoted(name)) + " untyped\n");
            }
            line(each.getKey(), each.getValue(), out);
        }
        out.flush();
    }

    private static void line(Labels labels, Newest newest, Writer out) throws IOException {
        String name = labels.metricName();
        out.write(isPlain(name) ? name + "{" : "{" + quoted(name) + ",");
        if (!labels.has(INSTANCE)) {
            out.write(INSTANCE + "=\"\"" + (labels.size() > 1 ? "," : ""));
        }
        String between = "";
        for (Map.Entry<String, String> label :
                labels.without(Labels.METRIC_NAME).asMap().entrySet()) {
            String key = label.getKey();
            out.write(between + (PLAIN_LABEL.matcher(key).matches() ? key : quoted(key)) + "="
                    + quoted(label.getValue()));
            between = ",";
        }
        out.write("} " + ValueJson.number(newest.value()) + " " + newest.timeMillis() + "\n");
    }

    private static boolean isPlain(String name) {
        return PLAIN_METRIC.matcher(name).matches();
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }

    /**
     * A sample.
     *
     * @param timeMillis since the epoch
     */
    record Newest(long timeMillis, double value) {}
}
