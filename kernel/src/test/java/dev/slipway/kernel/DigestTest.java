package dev.slipway.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class DigestTest {

    private static final String HEX = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

    @Test
    void json_isTheTextThatPeopleKnow() {
        assertThat(Json.write(Map.of("digest", Digest.of("hello")))).isEqualTo("{\"digest\":\"sha256:" + HEX + "\"}");
        assertThat(Json.read("\"sha256:" + HEX + "\"", Digest.class)).isEqualTo(Digest.of("hello"));
    }

    @Test
    void anotherAlgorithm_isRefused() {
        assertThatThrownBy(() -> Digest.parse("md5:5d41402abc4b2a76b9719d911017c592"))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("no SHA-256 digest");
    }
}
