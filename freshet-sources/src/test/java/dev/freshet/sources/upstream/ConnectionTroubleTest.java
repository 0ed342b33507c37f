package dev.freshet.sources.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionTroubleTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "No subject alternative names matching IP address 10.1.2.3 found",
                "No subject alternative DNS name matching db.internal found.",
                "No name matching db.internal found",
                "DNS host \"db.internal\" doesn't correspond to certificate CN \"other\"",
                "The hostname db.internal could not be verified by hostnameverifier X.",
            })
    void aCertificateForAnotherHostIsToldWithoutNames(String said) {
        var failure = new SSLHandshakeException(said);
        failure.initCause(new CertificateException(said));

        assertThat(ConnectionTrouble.of(new IOException("TLS", failure)))
                .isEqualTo("its certificate is for another name");
    }

    @Test
    void addressesAndNamesOfClassesAreLeftOut() {
        assertThat(ConnectionTrouble.of(new UnknownHostException("db.internal")))
                .isEqualTo("the name of its host is not known");
        assertThat(ConnectionTrouble.of(new ClosedChannelException()))
                .isEqualTo("the connection was lost");
        assertThat(ConnectionTrouble.of(new ConnectException())).isEqualTo("connection refused");
        assertThat(ConnectionTrouble.of(new IOException("timed out: db.internal/10.1.2.3:5432")))
                .isEqualTo("timed out: …");
        assertThat(
                        ConnectionTrouble.of(
                                new IOException(
                                        "recvAddress(..) failed with error(-104): Connection reset"
                                                + " by peer")))
                .isEqualTo("Connection reset by peer");
        assertThat(ConnectionTrouble.of(new IOException("no route to [fe80::1]:5432")))
                .isEqualTo("no route to …");
    }
}
