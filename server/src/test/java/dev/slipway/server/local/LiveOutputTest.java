package dev.slipway.server.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class LiveOutputTest {

    @Test
    void longNamesOfLegs_areCutInTheMiddle_soThatTheyStayApart() {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        LiveOutput output = new LiveOutput(new PrintStream(written, true, StandardCharsets.UTF_8), false, false);
        output.say("integration-tests (ubuntu-24.04, temurin, 21)", "a");
        output.say("integration-tests (ubuntu-24.04, temurin, 25)", "b");
        assertThat(written.toString(StandardCharsets.UTF_8).lines())
                .containsExactly("integration-te…4, temurin, 21) | a", "integration-te…4, temurin, 25) | b");
    }
}
