package dev.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.kernel.Problem;
import dev.slipway.server.certificate.AcmeSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an operator says of certificates, and what is refused of it. */
class AcmeOptionsTest {

    private static final List<String> WHOLE = List.of(
            "--edge-tls-listen=127.0.0.1:8443", "--acme-names=shop.example.com, a.example.com", "--acme-agree-terms");

    private static ServerConfig parse(Stream<String> arguments) {
        return ServerConfig.parse(arguments.toList(), Map.of());
    }

    @Test
    void names_areOrderedFromLetsEncrypt() {
        AcmeSettings acme = parse(WHOLE.stream()).acme().orElseThrow();

        assertThat(acme.names()).containsExactly("a.example.com", "shop.example.com");
        assertThat(acme.directory()).hasToString(AcmeSettings.USUAL_DIRECTORY);
        assertThat(acme.binding()).isEmpty();
        assertThat(parse(Stream.of()).acme()).isEmpty();
    }

    @Test
    void account_isBoundByItsIdAndAFile() {
        assertThat(parse(Stream.concat(WHOLE.stream(), Stream.of("--acme-key-id=me", "--acme-key-file=/run/key")))
                        .acme()
                        .orElseThrow()
                        .binding())
                .isEqualTo(Optional.of(new AcmeSettings.Binding("me", Path.of("/run/key"))));
        assertThatThrownBy(() -> parse(Stream.concat(WHOLE.stream(), Stream.of("--acme-key-id=me"))))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("need each other");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--acme-agree-terms", "--edge-tls-listen=127.0.0.1:8443"})
    void withoutAgreementOrTls_nothingIsOrdered(String missing) {
        assertThatThrownBy(() -> parse(WHOLE.stream().filter(option -> !option.equals(missing))))
                .isInstanceOfSatisfying(Problem.class, e -> assertThat(e.code()).isEqualTo("bad-option"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"*.example.com", "localhost", "a..b", "-a.example.com", "127.0.0.1:80", "A.example.com"})
    void nameThatCannotBeProved_isRefused(String name) {
        assertThatThrownBy(() -> parse(Stream.concat(
                        WHOLE.stream().filter(option -> !option.startsWith("--acme-names")),
                        Stream.of("--acme-names=" + name))))
                .isInstanceOfSatisfying(Problem.class, e -> assertThat(e.code()).isEqualTo("bad-option"));
    }
}
