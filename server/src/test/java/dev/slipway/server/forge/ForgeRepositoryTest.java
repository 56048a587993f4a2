package dev.slipway.server.forge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.kernel.Problem;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which API a repository's address means. */
class ForgeRepositoryTest {

    private static ForgeRepository of(String url, String forge, String api) {
        return ForgeRepository.of(
                url, Optional.ofNullable(forge), Optional.ofNullable(api), ForgeRepository.Transport.ENCRYPTED);
    }

    @ParameterizedTest
    @CsvSource({
        "https://github.com/acme/shop.git,,,GITHUB,https://api.github.com,acme/shop",
        "git@github.com:acme/shop.git,,,GITHUB,https://api.github.com,acme/shop",
        "ssh://git@github.example.org:2222/acme/shop,,,GITHUB,https://github.example.org/api/v3,acme/shop",
        "https://GitLab.com/acme/web/shop/,,,GITLAB,https://gitlab.com/api/v4,acme/web/shop",
        "https://gitlab.example.org:8443/acme/shop.git,,,GITLAB,https://gitlab.example.org:8443/api/v4,acme/shop",
        "https://codeberg.org/acme/shop,,,GITEA,https://codeberg.org/api/v1,acme/shop",
        "https://code.example.org/acme/shop,forgejo,,GITEA,https://code.example.org/api/v1,acme/shop",
        "https://example.org/git/acme/shop,gitea,https://example.org/git/api/v1/,GITEA,https://example.org/git/api/v1,acme/shop",
    })
    void address_saysForgeAndApi(String url, String forge, String api, Forge kind, String wanted, String path) {
        assertThat(of(url, forge, api)).isEqualTo(new ForgeRepository(kind, wanted, path));
    }

    @ParameterizedTest
    @CsvSource({
        "https://code.example.org/acme/shop,,,forge-unknown",
        "https://code.example.org/acme/shop,sourceforge,,forge-unknown",
        "https://github.com/shop,,,bad-repository",
        "https://github.com/acme/..,,,bad-repository",
        "https://github.com/acme/a%2Fb,,,bad-repository",
        "/srv/git/acme/shop.git,github,,bad-repository",
        "http://github.example.org/acme/shop,,,bad-api-url",
        "https://github.com/acme/shop,,https://user:pw@github.com,bad-api-url",
        "https://github.com/acme/shop,,https://github.com/api?x=1,bad-api-url",
        "https://github.com/acme/shop,,file:///etc,bad-api-url",
        "https://github.com/acme/shop,,not an address,bad-api-url",
    })
    void doubtfulAddress_isRefused(String url, String forge, String api, String code) {
        assertThatThrownBy(() -> of(url, forge, api))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo(code));
    }

    @ParameterizedTest
    @CsvSource({"http://git.internal/acme/shop,http://git.internal/api/v1"})
    void plainHttp_isForServersThatMayReachPrivateNetworks(String url, String api) {
        assertThat(ForgeRepository.of(url, Optional.of("gitea"), Optional.empty(), ForgeRepository.Transport.ANY)
                        .apiUrl())
                .isEqualTo(api);
    }
}
