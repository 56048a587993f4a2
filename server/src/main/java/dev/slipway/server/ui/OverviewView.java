package dev.slipway.server.ui;

import dev.slipway.store.run.Run;
import java.util.List;
import java.util.Optional;

/**
 * What runs where.
 *
 * @param rows one for each project that the visitor may see
 * @param address of this server, for the commands that a newcomer types
 */
public record OverviewView(List<Row> rows, String address) {

    /**
     * A project with its environments.
     *
     * @param latest newest run
     */
    public record Row(String project, String cloneUrl, List<EnvironmentCell> cells, Optional<Run> latest) {}
}
