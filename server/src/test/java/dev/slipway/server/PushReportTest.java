package dev.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.server.git.Push;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a pusher reads on the terminal once a push is taken. */
class PushReportTest {

    @TempDir
    Path folder;

    @Test
    void pusher_hearsWhatThePushHasStarted() throws Exception {
        House.Listening speaking = new House.Listening() {
            @Override
            public List<String> started(Push push) {
                return List.of("build #1 started for " + push.ref());
            }
        };
        try (House house = House.open(folder.resolve("home"), speaking)) {
            GitClient git = GitClient.init(folder.resolve("work"));
            git.commit("a.txt", "1\n");

            String output = git.ok("push", house.url("mia:pw", "shop"), "main", "HEAD:refs/heads/next");

            assertThat(output).contains("build #1 started for refs/heads/main", "build #1 started for refs/heads/next");
        }
    }

    @Test
    void pusher_hearsThatAPushCouldNotBeHandledAtOnce() throws Exception {
        House.Listening failing = new House.Listening();
        failing.failure = new IllegalStateException("no room");
        try (House house = House.open(folder.resolve("home"), failing)) {
            GitClient git = GitClient.init(folder.resolve("work"));
            git.commit("a.txt", "1\n");

            String output = git.ok("push", house.url("mia:pw", "shop"), "main");

            assertThat(output).contains("accepted, but it could not be handled at once", "slipway pushes");
        }
    }
}
