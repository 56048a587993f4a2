package dev.slipway.platforms.container;

import dev.slipway.containers.EngineAccess;
import dev.slipway.containers.EngineAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A way to the engine of this machine that can be shut, as when the engine is stopped: its containers stay. */
final class EngineDoor implements AutoCloseable {

    private static final int CHUNK = 16 << 10;

    private final SocketAddress engine = engine();
    private final Set<SocketChannel> passing = ConcurrentHashMap.newKeySet();
    private ServerSocketChannel door;
    private final InetSocketAddress address;

    EngineDoor() throws IOException {
        door = listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        address = (InetSocketAddress) door.getLocalAddress();
    }

    private static SocketAddress engine() {
        EngineAddress found = EngineAddress.find(System.getenv(), Path.of(System.getProperty("user.home")))
                .orElseThrow();
        return found.socket().isPresent()
                ? UnixDomainSocketAddress.of(found.socket().get())
                : new InetSocketAddress(found.uri().getHost(), found.uri().getPort());
    }

    /** As a program has it that is told of this door alone. */
    EngineAccess access() {
        return EngineAccess.of(Map.of("DOCKER_HOST", "tcp://127.0.0.1:" + address.getPort()));
    }

    void shut() throws IOException {
        door.close();
        for (SocketChannel each : passing) {
            each.close();
        }
    }

    void open() throws IOException {
        door = listen(address);
    }

    private ServerSocketChannel listen(InetSocketAddress at) throws IOException {
        ServerSocketChannel listening = ServerSocketChannel.open().bind(at);
        Thread.ofVirtual().name("engine-door").start(() -> admit(listening));
        return listening;
    }

    private void admit(ServerSocketChannel listening) {
        try {
            while (listening.isOpen()) {
                SocketChannel client = listening.accept();
                SocketChannel behind = SocketChannel.open(engine);
                passing.add(client);
                passing.add(behind);
                if (!listening.isOpen()) {
                    client.close();
                    behind.close();
                    return;
                }
                Thread.ofVirtual().start(() -> pass(client, behind));
                Thread.ofVirtual().start(() -> pass(behind, client));
            }
        } catch (IOException shut) {
            assert !listening.isOpen() : shut;
        }
    }

    private void pass(SocketChannel from, SocketChannel to) {
        try (from;
                to) {
            ByteBuffer bytes = ByteBuffer.allocate(CHUNK);
            while (from.read(bytes) >= 0) {
                bytes.flip();
                while (bytes.hasRemaining()) {
                    to.write(bytes);
                }
                bytes.clear();
            }
        } catch (IOException either) {
            passing.remove(to);
        }
        passing.remove(from);
    }

    @Override
    public void close() throws IOException {
        shut();
    }
}
