package dev.freshet.plugins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.UnixDomainSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HandshakeTest {
    @Test
    void readsUnixAndTcp() throws Exception {
        assertThat(Handshake.parse("x", "1|2|unix|/run/p|grpc|").address())
                .isEqualTo(UnixDomainSocketAddress.of("/run/p"));
        assertThat(Handshake.parse("x", "1|2|tcp|127.0.0.1:99|grpc").address())
                .hasToString("/127.0.0.1:99");
        assertThat(Handshake.parse("x", "1|2|tcp|[::1]:99|grpc|\r").address())
                .hasToString("/[0:0:0:0:0:0:0:1]:99");
        assertThat(Handshake.parse("x", "1|2|unix|/p|grpc||true").certificate()).isEmpty();
    }

    @Test
    void onlyALongSixthFieldIsACertificate() throws Exception {
        assertThat(Handshake.parse("x", "1|2|unix|/p|grpc|short").certificate()).isEmpty();
        assertThat(Handshake.parse("x", "1|2|unix|/p|grpc|" + "A".repeat(60)).certificate())
                .hasSize(60);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "hello;did not begin as a plugin does; its first line was: hello",
                "1|2|unix;did not begin as a plugin does",
                "2|2|unix|/p|grpc|;speaks version 2 of the process protocol",
                "1|3|unix|/p|grpc|;speaks version 3 of the plugin protocol, Freshet speaks version"
                        + " 2",
                "1|2|unix|/p;speaks netrpc, Freshet speaks grpc",
                "1|2|unix|/p|netrpc|;speaks netrpc",
                "1|2|carrier|/p|grpc|;gave an address that cannot be used",
                "1|2|tcp|nowhere|grpc|;gave an address that cannot be used",
                "1|2|tcp|h:99999999|grpc|;gave an address that cannot be used"
            })
    void refusesAnythingElseByName(String line, String message) {
        assertThatThrownBy(() -> Handshake.parse("x", line))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining(message.split(";", -1)[0]);
    }
}
