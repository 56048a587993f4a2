package dev.slipway.server.ui;

import dev.slipway.actions.plan.PlannedRun;
import dev.slipway.store.run.Job;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The jobs of a run as boxes in columns: a job stands one column to the right of the last one it needs.
 *
 * @param width of the picture in pixels
 * @param height of the picture in pixels
 * @param edges SVG paths from each needed job to the one that needs it
 */
public record JobGraph(int width, int height, List<Node> nodes, List<String> edges) {

    private static final int WIDE = 208;
    private static final int HIGH = 44;
    private static final int COLUMN = 264;
    private static final int ROW = 58;
    private static final int EDGE = 2;
    private static final int LONGEST_NAME = 21;

    public JobGraph {
        nodes = List.copyOf(nodes);
        edges = List.copyOf(edges);
    }

    /** A job in its place, in pixels. */
    public record Node(Job job, int x, int y) {

        public int width() {
            return WIDE;
        }

        public int height() {
            return HIGH;
        }

        /** What fits into the box. */
        public String name() {
            String name = job.name();
            return name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME - 1) + "…" : name;
        }
    }

    static JobGraph of(List<Job> jobs) {
        Map<String, Integer> columns = columns(jobs);
        Map<Integer, Integer> filled = new HashMap<>();
        List<Node> nodes = new ArrayList<>();
        for (Job job : jobs) {
            int column = columns.getOrDefault(job.jobId(), 0);
            int row = filled.merge(column, 1, Integer::sum) - 1;
            nodes.add(new Node(job, EDGE + column * COLUMN, EDGE + row * ROW));
        }
        int wide = filled.keySet().stream().max(Integer::compare).orElse(0) * COLUMN + WIDE + 2 * EDGE;
        int high = (filled.values().stream().max(Integer::compare).orElse(1) - 1) * ROW + HIGH + 2 * EDGE;
        return new JobGraph(wide, high, nodes, edges(nodes));
    }

    /** Jobs come after those that they need, whatever their order; a circle, which no plan has, ends the search. */
    private static Map<String, Integer> columns(List<Job> jobs) {
        Map<String, Integer> columns = new HashMap<>();
        for (int round = 0; round < jobs.size(); round++) {
            boolean moved = false;
            for (Job job : jobs) {
                int column = job.needs().stream()
                        .flatMap(need -> jobs.stream().filter(other -> PlannedRun.isWithin(need, other.jobId())))
                        .mapToInt(other -> columns.getOrDefault(other.jobId(), 0) + 1)
                        .max()
                        .orElse(0);
                moved |= !Integer.valueOf(column).equals(columns.put(job.jobId(), column));
            }
            if (!moved) {
                break;
            }
        }
        return columns;
    }

    private static List<String> edges(List<Node> nodes) {
        List<String> edges = new ArrayList<>();
        for (Node to : nodes) {
            for (Node from : nodes) {
                if (to.job().needs().stream()
                        .anyMatch(need -> PlannedRun.isWithin(need, from.job().jobId()))) {
                    edges.add(path(from, to));
                }
            }
        }
        return edges;
    }

    private static String path(Node from, Node to) {
        int x = from.x() + WIDE;
        int y = from.y() + HIGH / 2;
        int endY = to.y() + HIGH / 2;
        int middle = (x + to.x()) / 2;
        return "M" + x + " " + y + " C" + middle + " " + y + " " + middle + " " + endY + " " + to.x() + " " + endY;
    }
}
