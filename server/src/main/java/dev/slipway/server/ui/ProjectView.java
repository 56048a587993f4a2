package dev.slipway.server.ui;

import dev.slipway.delivery.release.Release;
import dev.slipway.server.git.PushJournal;
import dev.slipway.server.project.Readers;
import dev.slipway.server.rollout.Overview.PreviewView;
import dev.slipway.server.rollout.RolloutView;
import dev.slipway.server.run.RunOrigin;
import dev.slipway.store.project.Project;
import dev.slipway.store.run.Run;
import dev.slipway.store.secret.Setting;
import java.util.List;
import java.util.Map;

/**
 * One project, seen from one side.
 *
 * @param tab which side
 * @param content of that side
 */
public record ProjectView(Project project, String cloneUrl, Tab tab, Content content) {

    /** The sides of a project. */
    public enum Tab {
        ENVIRONMENTS("", "Environments"),
        ROLLOUTS("/rollouts", "Rollouts"),
        RUNS("/runs", "Runs"),
        RELEASES("/releases", "Releases"),
        PUSHES("/pushes", "Pushes"),
        SETTINGS("/settings", "Settings");

        private final String path;
        private final String label;

        Tab(String path, String label) {
            this.path = path;
            this.label = label;
        }

        /** What follows the project's address. */
        public String path() {
            return path;
        }

        public String label() {
            return label;
        }
    }

    /** What one side shows. */
    public sealed interface Content {

        /** What runs where. */
        record Environments(List<EnvironmentCell> cells, List<PreviewView> previews) implements Content {}

        /** Newest first. */
        record Rollouts(List<RolloutView> rollouts) implements Content {}

        /** Newest first. */
        record RunList(List<Run> runs, Map<String, RunOrigin> origins) implements Content {}

        /** Newest first. */
        record Releases(List<Release> releases) implements Content {}

        /** Newest first, with what was found in them. */
        record Pushes(List<PushJournal.Entry> pushes) implements Content {}

        /** Names of secrets, variables with their values, and who reads whom. */
        record Settings(List<Setting> secrets, List<Setting> variables, Readers.Both readers) implements Content {}
    }
}
