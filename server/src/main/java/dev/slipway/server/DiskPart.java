package dev.slipway.server;

import dev.slipway.kernel.DiskSpace;
import dev.slipway.server.web.HealthPart;
import java.nio.file.Path;

/** Whether there is room in the home, for {@code /health}: without any, what is there is read and nothing goes on. */
record DiskPart(Path home) implements HealthPart {

    @Override
    public String name() {
        return "disk";
    }

    @Override
    public Condition condition() {
        return DiskSpace.isExhausted(home)
                ? Condition.unhealthy("the disk of " + home + " is full (" + DiskSpace.free(home) + " free)")
                : Condition.healthy();
    }
}
