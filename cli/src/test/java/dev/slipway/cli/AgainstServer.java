package dev.slipway.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Tests of commands that ask a server, each against one of its own that answers as the test says. */
abstract class AgainstServer {

    /** A rollout as the API shows it: its state, weight, reason and gates. */
    static final String ROLLOUT = """
            {"id":"rollout-1","project":"shop","environment":"production","release":"shop-7","strategy":"canary",\
            "state":"%s","weight":%d,"reason":"%s","gates":[%s]}""";

    @TempDir
    Path folder;

    ApiServer server;

    @BeforeEach
    void start() throws IOException {
        server = new ApiServer();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    CommandRun slipway() {
        return CommandRun.against(server, folder);
    }
}
