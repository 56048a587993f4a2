package dev.slipway.actions.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.actions.expression.Value;
import dev.slipway.kernel.Problem;
import org.junit.jupiter.api.Test;

class ContainerTest {

    @Test
    void text_isAnImage_andNothingIsNone() {
        assertThat(Container.of(Value.of("docker://node:20")))
                .get()
                .extracting(Container::image)
                .isEqualTo("node:20");
        assertThat(Container.of(Value.of(""))).isEmpty();
        assertThat(Container.of(Value.Null.NULL)).isEmpty();
        assertThatThrownBy(() -> Container.of(Value.of(true))).isInstanceOf(Problem.class);
    }

    @Test
    void mapping_hasEverything() {
        Container container = Container.of(Value.ofJson("""
                {"image": "a", "env": {"B": 1}, "ports": [80, "8080:80"], "volumes": ["v:/v"], "options": "--cpus 1",
                 "credentials": {"username": "u", "password": "p"}, "entrypoint": "/e", "command": "c"}
                """)).orElseThrow();
        assertThat(container.env()).containsEntry("B", "1");
        assertThat(container.ports()).containsExactly("80", "8080:80");
        assertThat(container.credentials()).contains(new Container.Credentials("u", "p"));
        assertThat(container.credentials().orElseThrow()).hasToString("u");
        assertThat(container.command()).contains("c");
    }

    @Test
    void servicesWithoutImage_doNotStart() {
        assertThat(Container.services(
                        Value.ofJson("{\"db\": {\"image\": \"pg\"}, \"off\": {\"image\": \"\"}, \"r\": \"redis\"}")))
                .containsOnlyKeys("db", "r");
    }
}
