package dev.slipway.server;

import dev.slipway.server.git.Push;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A server in a process of its own that accepts pushes and never gets around to handling one. */
final class SilentServer {

    private SilentServer() {}

    public static void main(String[] arguments) throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        House house = House.open(Path.of(arguments[0]), new House.Listening() {
            @Override
            public void onPush(Push push) {
                try {
                    never.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException("only a kill ends this", e);
                }
            }
        });
        System.out.println("port " + house.server.port());
        never.await();
    }
}
