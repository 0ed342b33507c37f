package dev.freshet.engine.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeflateOffersTest {
    private static final String AGREED =
            "permessage-deflate; server_no_context_takeover; client_no_context_takeover";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "permessage-deflate",
                "permessage-deflate; client_max_window_bits",
                "permessage-deflate;client_max_window_bits=8",
                "permessage-deflate; client_max_window_bits=15",
                "permessage-deflate; client_max_window_bits=\"10\"",
                "permessage-deflate; server_no_context_takeover",
                "permessage-deflate; client_no_context_takeover; server_no_context_takeover",
                " permessage-deflate ; client_max_window_bits ",
                "x-webkit-deflate-frame, permessage-deflate; client_max_window_bits",
                "bad; x=\"permessage-deflate, \\\"y;\", permessage-deflate",
                "permessage-deflate; server_max_window_bits=10, permessage-deflate",
                "permessage-deflate; unknown, permessage-deflate; client_max_window_bits=9"
            })
    void offerIsTakenWithoutContextTakeover(String offered) {
        assertThat(DeflateOffers.answer(List.of(offered))).isEqualTo(AGREED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "permessage-deflate; server_max_window_bits=15",
                "permessage-deflate; server_max_window_bits=\"15\"; client_max_window_bits"
            })
    void windowThatWasAskedForIsConfirmed(String offered) {
        assertThat(DeflateOffers.answer(List.of(offered)))
                .isEqualTo(AGREED + "; server_max_window_bits=15");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",;=\"",
                "permessage-bzip2",
                "PERMESSAGE-DEFLATE",
                "x; permessage-deflate",
                "\"permessage-deflate",
                "permessage-deflate; server_max_window_bits=14",
                "permessage-deflate; server_max_window_bits=8",
                "permessage-deflate; server_max_window_bits",
                "permessage-deflate; server_max_window_bits=16",
                "permessage-deflate; server_max_window_bits=015",
                "permessage-deflate; client_max_window_bits=7",
                "permessage-deflate; client_max_window_bits=16",
                "permessage-deflate; client_max_window_bits=08",
                "permessage-deflate; client_max_window_bits=",
                "permessage-deflate; client_max_window_bits; client_max_window_bits=10",
                "permessage-deflate; server_no_context_takeover=1",
                "permessage-deflate; client_no_context_takeover=true",
                "permessage-deflate; unknown",
                "permessage-deflate;"
            })
    void offerThatCannotBeTakenIsDeclined(String offered) {
        assertThat(DeflateOffers.answer(List.of(offered))).isNull();
    }

    @Test
    void offersMayStandInSeveralHeaders() {
        assertThat(DeflateOffers.answer(List.of())).isNull();
        assertThat(DeflateOffers.answer(List.of("foo", "permessage-deflate"))).isEqualTo(AGREED);
    }
}
