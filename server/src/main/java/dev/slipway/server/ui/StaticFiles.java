package dev.slipway.server.ui;

import dev.slipway.kernel.Digest;
import dev.slipway.server.web.Access;
import dev.slipway.server.web.Exchange;
import dev.slipway.server.web.Method;
import dev.slipway.server.web.Route;
import dev.slipway.server.web.RouteSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The files that pages need: a closed list, read once. Their addresses carry their digests, so that browsers may keep
 * them for ever and never show an old one.
 */
public final class StaticFiles implements RouteSource {

    private static final String ROOT = "/static/";

    private static final List<String> NAMES = List.of(
            "app.css",
            "app.js",
            "charts.js",
            "lines.js",
            "log.js",
            "query.js",
            "service.js",
            "favicon.svg",
            "vendor/htmx.min.js",
            "vendor/idiomorph-ext.min.js",
            "vendor/uPlot.iife.min.js",
            "vendor/uPlot.min.css");

    private static final Map<String, String> TYPES = Map.of(
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml");

    private final Map<String, Loaded> files = new LinkedHashMap<>();

    /** Reads all of them from the class path. */
    public StaticFiles() {
        NAMES.stream().sorted().forEach(name -> files.put(name, load(name)));
    }

    private static Loaded load(String name) {
        try (InputStream in = StaticFiles.class.getResourceAsStream(ROOT + name)) {
            if (in == null) {
                throw new IllegalStateException("this build lacks " + ROOT + name);
            }
            byte[] content = in.readAllBytes();
            return new Loaded(
                    TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), ""),
                    content,
                    Digest.of(content).brief());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + ROOT + name, e);
        }
    }

    /** @throws IllegalArgumentException when there is no such file */
    public String address(String name) {
        Loaded file = files.get(name);
        if (file == null) {
            throw new IllegalArgumentException("no static file " + name);
        }
        return ROOT + name + "?v=" + file.version;
    }

    @Override
    public List<Route> routes() {
        return files.entrySet().stream()
                .map(file -> new Route(
                        Method.GET,
                        ROOT + file.getKey(),
                        Access.open("style and script of the sign-in page; the same for everyone"),
                        exchange -> serve(exchange, file.getValue()),
                        "A file of the web UI."))
                .toList();
    }

    private static void serve(Exchange exchange, Loaded file) {
        boolean current = exchange.query("v").filter(file.version::equals).isPresent();
        exchange.http()
                .contentType(file.type)
                .header("Cache-Control", current ? "public, max-age=31536000, immutable" : "no-cache")
                .result(file.content);
    }

    private static final class Loaded {
        private final String type;
        private final byte[] content;
        private final String version;

        private Loaded(String type, byte[] content, String version) {
            this.type = type;
            this.content = content;
            this.version = version;
        }
    }
}
