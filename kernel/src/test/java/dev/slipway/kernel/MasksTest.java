package dev.slipway.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MasksTest {

    private static final String SECRET = "p\"a&ss/wö<rd> 7+";
    private final Masks masks = Masks.of(List.of(SECRET));

    @Test
    void secret_isHiddenWhereverItStands() {
        assertThat(masks.mask(SECRET)).isEqualTo("***");
        assertThat(masks.mask("a " + SECRET + " b " + SECRET)).isEqualTo("a *** b ***");
        assertThat(masks.mask("nothing here")).isEqualTo("nothing here");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "xy", "xyz", "user:", "some:longer"})
    void base64_isHiddenAtEveryOffset(String prefix) {
        String text = prefix + SECRET + "tail";
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        String core = SecretForms.of(SECRET).stream()
                .filter(form -> Base64.getEncoder().encodeToString(bytes).contains(form))
                .findFirst()
                .orElseThrow();
        assertThat(core.length()).isGreaterThan(SECRET.length());
        assertThat(masks.mask(Base64.getEncoder().encodeToString(bytes)))
                .contains("***")
                .doesNotContain(core);
        assertThat(masks.mask(Base64.getUrlEncoder().encodeToString(bytes))).contains("***");
    }

    @Test
    void escapes_areHidden() {
        assertThat(masks.mask("q=" + URLEncoder.encode(SECRET, StandardCharsets.UTF_8) + "&b"))
                .isEqualTo("q=***&b");
        assertThat(masks.mask("p%22a%26ss%2fw%c3%b6%3crd%3e%207%2b")).isEqualTo("***");
        assertThat(masks.mask(Json.write(Map.of("k", SECRET)))).isEqualTo("{\"k\":\"***\"}");
        assertThat(masks.mask("p\\\"a\\u0026ss/w\\u00f6\\u003crd\\u003e 7+")).isEqualTo("***");
        assertThat(masks.mask("<a>p&quot;a&amp;ss/wö&lt;rd&gt; 7+</a>")).isEqualTo("<a>***</a>");
    }

    @Test
    void multiLineSecret_isHiddenLineByLineAndWhole() {
        Masks key = Masks.of(List.of("-----BEGIN-----\nMIIEvQ\n}\nabcdef\r\n-----END-----\n"));
        assertThat(key.mask("MIIEvQ")).isEqualTo("***");
        assertThat(key.mask("-----BEGIN-----\nMIIEvQ\n}\nabcdef")).isEqualTo("***\n***\n}\n***");
        assertThat(key.mask("{\"key\":\"-----BEGIN-----\\nMIIEvQ\\n}\\nabcdef\\r\\n-----END-----\\n\"}"))
                .isEqualTo("{\"key\":\"***\"}");
    }

    @Test
    void flow_findsASecretCutAnywhere() {
        String text = "before " + SECRET + " between " + SECRET + SECRET + " after";
        for (int size = 1; size < text.length(); size++) {
            Masks.Flow flow = masks.flow();
            StringBuilder out = new StringBuilder();
            for (int at = 0; at < text.length(); at += size) {
                out.append(flow.accept(text.substring(at, Math.min(text.length(), at + size))));
            }
            out.append(flow.end());
            assertThat(out.toString()).as("pieces of %d", size).isEqualTo("before *** between *** after");
        }
    }

    @Test
    void flow_holdsBackNoMoreThanTheLongestForm() {
        Masks repeated = Masks.of(List.of("aaaa"));
        Masks.Flow flow = repeated.flow();
        int out = 0;
        for (int i = 0; i < 100; i++) {
            out += flow.accept("a".repeat(1000)).length();
        }
        assertThat(out + flow.end().length()).isEqualTo("***".length());
        Masks.Flow plain = repeated.flow();
        assertThat(plain.accept("b".repeat(1000))).hasSize(1000 - repeated.longest() + 1);
    }

    @Test
    void overlappingSecrets_leaveNothingOfEither() {
        assertThat(Masks.of(List.of("abcd", "cdef")).mask("-abcdef-")).isEqualTo("-***-");
        assertThat(Masks.of(List.of("abc", "abcdef")).mask("abcdef abc")).isEqualTo("*** ***");
    }

    @Test
    void blankSecrets_hideNothing() {
        Masks none = Masks.of(List.of("", " ", "\n"));
        assertThat(none.isEmpty()).isTrue();
        assertThat(none.mask("a b\n")).isEqualTo("a b\n");
        assertThat(none.and("b").mask("a b\n")).isEqualTo("a ***\n");
    }

    @Test
    void shortSecrets_hideNoneOfTheirChanceEncodings() {
        assertThat(Masks.of(List.of("ab")).mask("ab YWI =")).isEqualTo("*** YWI =");
    }

    @Test
    void toString_saysNoSecret() {
        assertThat(masks).hasToString("Masks[1 secrets]");
    }
}
