package dev.slipway.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubnetTest {

    @ParameterizedTest
    @CsvSource({
        "172.18.0.0/16, 172.18.255.254, true",
        "172.18.0.0/16, 172.19.0.2, false",
        "172.18.0.1/16, 172.18.3.4, true",
        "10.1.2.128/25, 10.1.2.129, true",
        "10.1.2.128/25, 10.1.2.127, false",
        "10.1.2.3/32, 10.1.2.3, true",
        "10.1.2.3/32, 10.1.2.2, false",
        "0.0.0.0/0, 203.0.113.7, true",
        "fd00:18::/64, fd00:18::2, true",
        "fd00:18::/64, fd00:18:0:1::2, false",
        "0.0.0.0/0, fd00::1, false"
    })
    void subnet_holdsTheAddressesThatShareItsBits(String subnet, String address, boolean holds) {
        assertThat(Subnet.parse(subnet).contains(InetAddress.ofLiteral(address)))
                .isEqualTo(holds);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "172.18.0.0", "172.18.0.0/33", "172.18.0.0/-1", "host/8", "172.18.0.0/x", "fd00::/129"})
    void whatIsNone_isRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Subnet.parse(text));
    }

    @Test
    void bridge_tellsContainersFromTheHostAndFromOthers() {
        Bridge bridge = new Bridge(InetAddress.ofLiteral("172.18.0.1"), Subnet.parse("172.18.0.0/16"));
        assertThat(bridge.isContainer(InetAddress.ofLiteral("172.18.0.2"))).isTrue();
        assertThat(bridge.isContainer(InetAddress.ofLiteral("172.18.0.1"))).isFalse();
        assertThat(bridge.isContainer(InetAddress.ofLiteral("172.17.0.2"))).isFalse();
        assertThat(bridge.isContainer(InetAddress.ofLiteral("127.0.0.1"))).isFalse();
    }
}
