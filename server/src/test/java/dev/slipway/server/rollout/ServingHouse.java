package dev.slipway.server.rollout;

import dev.slipway.kernel.Digest;
import dev.slipway.store.Database;
import dev.slipway.store.DatabaseAddress;
import java.nio.file.Path;

/** The project {@code shop} on a database of its own, with instances that answer at once. */
record ServingHouse(Database database, ServingPlatform platform, RolloutHouse house) implements AutoCloseable {

    /** Without a control plane yet. */
    static ServingHouse at(DatabaseAddress address) {
        Database database = Database.open(address);
        ServingPlatform platform = new ServingPlatform();
        return new ServingHouse(
                database, platform, new RolloutHouse(database, "shop", Digest.of("web"), () -> platform));
    }

    static ServingHouse in(Path folder) {
        return at(DatabaseAddress.of(null, folder));
    }

    /** With a control plane that works. */
    static ServingHouse atWork(Path folder) {
        ServingHouse serving = in(folder);
        serving.house.work();
        return serving;
    }

    @Override
    public void close() {
        house.close();
        platform.close();
        database.close();
    }
}
