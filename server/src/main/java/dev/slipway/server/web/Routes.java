package dev.slipway.server.web;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** All routes of the server: what is not in here does not exist. */
public record Routes(List<Route> all) {

    /** @throws IllegalArgumentException when two routes answer the same requests */
    public Routes {
        Set<String> seen = new HashSet<>();
        for (Route route : all) {
            String shape = route.method() + " " + route.path().replaceAll("\\{[^}]*}", "{}");
            if (!seen.add(shape)) {
                throw new IllegalArgumentException("two routes for " + route);
            }
        }
        all = List.copyOf(all);
    }

    public static Routes of(List<RouteSource> sources) {
        List<Route> all = new ArrayList<>();
        sources.forEach(source -> all.addAll(source.routes()));
        return new Routes(all);
    }

    /** The reference's table in Markdown: method, path, who may, what it does. */
    public String toMarkdown() {
        StringBuilder table = new StringBuilder("| Method | Path | Who may | What it does |\n|---|---|---|---|\n");
        for (Route route : all) {
            table.append("| ").append(route.method());
            table.append(" | `").append(route.path()).append('`');
            table.append(" | ").append(route.access().describe());
            table.append(" | ").append(route.summary()).append(" |\n");
        }
        return table.toString();
    }
}
