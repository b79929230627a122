package dev.millrace.net;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.millrace.testing.Waiting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/// B24's per-address limits: each holds for one address and not for its neighbours, and is over
/// when it is.
class AdmissionTest {
    private static final InetAddress ONE = InetAddress.ofLiteral("192.0.2.1");
    private static final InetAddress OTHER = InetAddress.ofLiteral("192.0.2.2");
    private static final InetAddress TRUSTED = InetAddress.ofLiteral("10.0.0.1");

    private long nowNs = 1_000;

    @Test
    void oneAddressHasSoManyConnectionsAndOthersHaveTheirs() {
        Admission admission = admission(3, 1_000, 1_000, 10);
        List<Admission.Pass> passes = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            passes.add(admission.enter(ONE).orElseThrow());
        }
        assertThat(admission.enter(ONE)).isEmpty();
        assertThat(admission.enter(OTHER)).isPresent();
        passes.getFirst().close();
        assertThat(admission.enter(ONE)).isPresent();
        assertThat(admission.refused()).containsEntry("connections_per_ip", 1L);
    }

    @Test
    void aCrowdMayComeAtOnceAndThenSoManyPerSecond() {
        Admission admission = admission(1_000, 10, 50, 10);
        assertThat(entered(admission, ONE, 100)).isEqualTo(50);
        pass(Duration.ofSeconds(1));
        assertThat(entered(admission, ONE, 100)).isEqualTo(10);
        assertThat(entered(admission, OTHER, 10)).isEqualTo(10);
        assertThat(admission.refused()).containsEntry("connection_rate_per_ip", 140L);
    }

    @Test
    void whoFailsTooOftenWaits() {
        Admission admission = admission(1_000, 1_000, 1_000, 6);
        for (int i = 0; i < 6; i++) {
            try (Admission.Pass pass = admission.enter(ONE).orElseThrow()) {
                pass.failed();
            }
        }
        assertThat(admission.enter(ONE)).isEmpty();
        assertThat(admission.enter(OTHER)).isPresent();
        assertThat(admission.refused()).containsEntry("failures_per_ip", 1L);
        pass(Duration.ofSeconds(10)); // a sixth of a minute, for one failure of six
        assertThat(admission.enter(ONE)).isPresent();
    }

    @Test
    void trustedNetworksMayDoAll() {
        Admission admission = admission(1, 1, 1, 1);
        for (int i = 0; i < 100; i++) {
            admission.enter(TRUSTED).orElseThrow().failed();
        }
        assertThat(admission.origins()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1",
        "2001:db8:0:7::1, 2001:db8:0:7::/64",
        "2001:db8:0:7:ffff:1:2:3, 2001:db8:0:7::/64",
        "::ffff:192.0.2.255, 192.0.2.255",
    })
    void anAddressStandsForItsCustomer(String address, String origin) {
        assertThat(Origin.of(InetAddress.ofLiteral(address))).hasToString(origin);
    }

    @Test
    void ofIpv6TheWhole64CountsAsOne() {
        Admission admission = admission(1, 100, 100, 10);
        assertThat(admission.enter(InetAddress.ofLiteral("2001:db8::1"))).isPresent();
        assertThat(admission.enter(InetAddress.ofLiteral("2001:db8::2"))).isEmpty();
        assertThat(admission.enter(InetAddress.ofLiteral("2001:db8:0:1::1"))).isPresent();
    }

    @Test
    void whoHasLeftIsForgotten() {
        Admission admission = admission(10, 10, 10, 10);
        Admission.Pass pass = admission.enter(ONE).orElseThrow();
        pass(Duration.ofMinutes(2));
        admission.tick(nowNs);
        assertThat(admission.origins()).isEqualTo(1);
        pass.close();
        admission.tick(nowNs);
        assertThat(admission.origins()).isZero();
    }

    @Test
    void aFloodOfAddressesHasABoundAndLocksNobodyOut() {
        Admission admission = admission(1, 10, 10, 10);
        for (int i = 0; i < Admission.ORIGINS_MAX + 1_000; i++) {
            byte[] address = ByteBuffer.allocate(4).putInt(0x2000_0000 + i).array();
            assertThat(admission.enter(address(address))).isPresent();
        }
        assertThat(admission.origins()).isEqualTo(Admission.ORIGINS_MAX);
        assertThat(admission.enter(ONE)).isPresent();
    }

    @Test
    void aMinuteHasOneLineAnAddress() {
        var logger = (Logger) LoggerFactory.getLogger(Admission.class);
        var lines = new ListAppender<ILoggingEvent>();
        lines.start();
        logger.addAppender(lines);
        try {
            Admission admission = admission(1, 10_000, 10_000, 10);
            admission.enter(ONE);
            for (int i = 0; i < 500; i++) {
                admission.enter(ONE);
            }
            pass(Duration.ofMinutes(1));
            admission.enter(ONE);
        } finally {
            logger.detachAppender(lines);
        }
        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly(
                        "192.0.2.1 is refused connections, 1 since this was last said; the limit"
                                + " is limits.connections_per_ip",
                        "192.0.2.1 is refused connections, 500 since this was last said; the limit"
                                + " is limits.connections_per_ip");
    }

    @Test
    void aListenerClosesWhoIsRefusedAndServesTheOthers() throws Exception {
        var settings =
                new Listener.Settings(
                        "test",
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        100,
                        Optional.empty());
        try (Listener listener =
                        Listener.open(settings, admission(1, 1_000, 1_000, 10), new Greeter());
                Socket first = connect(listener, "127.0.0.2")) {
            assertThat(first.getInputStream().read()).isEqualTo('!');
            try (Socket second = connect(listener, "127.0.0.2")) {
                assertThat(second.getInputStream().read()).isEqualTo(-1);
            }
            try (Socket third = connect(listener, "127.0.0.3")) {
                assertThat(third.getInputStream().read()).isEqualTo('!');
            }
            first.shutdownOutput(); // the greeter leaves
            Waiting.until("both have left", () -> listener.connections() == 0);
            try (Socket again = connect(listener, "127.0.0.2")) {
                assertThat(again.getInputStream().read()).isEqualTo('!');
            }
            assertThat(listener.refused()).isEqualTo(1);
        }
    }

    /// Says one byte, and stays as long as the peer does.
    private static final class Greeter implements Listener.Handler, Conversation {
        @Override
        public Conversation accept(Connection connection, boolean welcome) {
            connection.write(Callback.NOOP, ByteBuffer.wrap(new byte[] {'!'}));
            return this;
        }

        @Override
        public void received(ByteBuffer bytes) {}

        @Override
        public void ended(String why) {}
    }

    private static Socket connect(Listener listener, String from) throws IOException {
        var socket = new Socket();
        socket.setSoTimeout(20_000);
        socket.bind(new InetSocketAddress(InetAddress.ofLiteral(from), 0));
        socket.connect(listener.address());
        return socket;
    }

    private Admission admission(int connections, int perSecond, int burst, int failures) {
        return new Admission(
                new Admission.Limits(connections, perSecond, burst, failures, TRUSTED::equals),
                () -> nowNs);
    }

    private static int entered(Admission admission, InetAddress address, int attempts) {
        int entered = 0;
        for (int i = 0; i < attempts; i++) {
            entered += admission.enter(address).isPresent() ? 1 : 0;
        }
        return entered;
    }

    private static InetAddress address(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (java.net.UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private void pass(Duration time) {
        nowNs += time.toNanos();
    }
}
