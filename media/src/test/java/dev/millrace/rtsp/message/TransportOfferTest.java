package dev.millrace.rtsp.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransportOfferTest {
    @Test
    void offersStayInOrder() {
        assertThat(
                        TransportOffer.parse(
                                "RTP/AVP;unicast;client_port=5000-5001;mode=play,"
                                        + "RTP/AVP/TCP;unicast;interleaved=2-3"))
                .containsExactly(
                        new TransportOffer(false, OptionalInt.of(5_000), OptionalInt.of(5_001)),
                        new TransportOffer(true, OptionalInt.of(2), OptionalInt.of(3)));
    }

    @Test
    void channelsMayBeLeftToTheServer() {
        assertThat(TransportOffer.parse("rtp/avp/tcp;unicast"))
                .containsExactly(
                        new TransportOffer(true, OptionalInt.empty(), OptionalInt.empty()));
    }

    @Test
    void onePortStandsForTwo() {
        assertThat(TransportOffer.parse("RTP/AVP/UDP;client_port=5000"))
                .containsExactly(
                        new TransportOffer(false, OptionalInt.of(5_000), OptionalInt.of(5_001)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",,;;=",
                "RTP/AVP;multicast",
                "RTP/AVP;unicast",
                "RTP/AVP;unicast;client_port=0-1",
                "RTP/AVP;unicast;client_port=65535",
                "RTP/AVP;unicast;client_port=5000-99999",
                "RTP/AVP;unicast;client_port=-",
                "RTP/AVP/TCP;interleaved=255",
                "RTP/AVP/TCP;interleaved=1-256",
                "RTP/SAVP;unicast;client_port=5000-5001",
                "RAW/RAW/UDP;unicast;client_port=5000-5001"
            })
    void whatCannotBeMetIsPassedOver(String header) {
        assertThat(TransportOffer.parse(header)).isEmpty();
    }
}
