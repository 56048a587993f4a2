package dev.slipway.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.slipway.kernel.Problem;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class EngineAccessTest {

    @Test
    @Timeout(60)
    void close_doesNotWaitForAnEngineThatHangs() throws Exception {
        try (ServerSocket hanging = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            EngineAccess access = EngineAccess.of(
                    Map.of("DOCKER_HOST", "tcp://127.0.0.1:" + hanging.getLocalPort(), "HOME", "/none"));
            CompletableFuture<Engine> asker = CompletableFuture.supplyAsync(access::require);
            try (Socket question = hanging.accept()) {
                assertThat(question.getInputStream().read()).isNotNegative();
                access.close();
                assertThat(asker).isNotDone();
            }
            hanging.close();
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(() -> asker.get(30, TimeUnit.SECONDS))
                    .withCauseInstanceOf(Problem.class);
        }
    }
}
