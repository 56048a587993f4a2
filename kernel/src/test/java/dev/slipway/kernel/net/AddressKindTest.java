package dev.slipway.kernel.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressKindTest {

    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, PUBLIC",
        "8.8.8.8, PUBLIC",
        "2001:db8::1, PUBLIC",
        "127.0.0.1, PRIVATE",
        "127.9.9.9, PRIVATE",
        "10.1.2.3, PRIVATE",
        "172.16.0.1, PRIVATE",
        "192.168.1.1, PRIVATE",
        "100.64.0.1, PRIVATE",
        "100.128.0.1, PUBLIC",
        "::1, PRIVATE",
        "fd00::1, PRIVATE",
        "::ffff:10.0.0.1, PRIVATE",
        "64:ff9b::7f00:1, PRIVATE",
        "2002:a00:1::1, PRIVATE",
        "64:ff9b::808:808, PUBLIC",
        "169.254.169.254, FORBIDDEN",
        "64:ff9b::a9fe:a9fe, FORBIDDEN",
        "fe80::1, FORBIDDEN",
        "fd00:ec2::254, FORBIDDEN",
        "0.0.0.0, FORBIDDEN",
        "0.1.2.3, FORBIDDEN",
        "255.255.255.255, FORBIDDEN",
        "224.0.0.1, FORBIDDEN",
        "::, FORBIDDEN"
    })
    void address_leadsSomewhere(String address, AddressKind kind) throws UnknownHostException {
        assertThat(AddressKind.of(InetAddress.getByName(address))).isEqualTo(kind);
    }
}
