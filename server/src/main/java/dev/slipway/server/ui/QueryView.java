package dev.slipway.server.ui;

import java.util.List;

/**
 * The page of questions.
 *
 * @param expr to begin with
 * @param project whose series are asked; empty for those of Slipway's own store
 * @param projects that have their series on a server of their own
 */
public record QueryView(String expr, String project, List<String> projects) {
    public QueryView {
        projects = List.copyOf(projects);
    }
}
