package dev.millrace.edge.link;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.millrace.edge.FakeControl;
import dev.millrace.edge.Samples;
import dev.millrace.edge.cache.CacheSettings;
import dev.millrace.edge.cache.SegmentCache;
import dev.millrace.edge.source.EdgeSource;
import dev.millrace.edge.source.EdgeSources;
import dev.millrace.edge.source.Piece;
import dev.millrace.edge.spool.Spool;
import dev.millrace.uplink.ControlMessage.Desired;
import dev.millrace.uplink.ControlMessage.Refused;
import dev.millrace.uplink.ControlMessage.Send;
import dev.millrace.uplink.ControlMessage.Stored;
import dev.millrace.uplink.EdgeMessage;
import dev.millrace.uplink.EdgeMessage.Offer;
import dev.millrace.uplink.Messages;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What goes next, without a network and without time.
class TransfersTest {
    @TempDir Path folder;

    private EdgeSources sources;
    private Transfers transfers;
    private EdgeSource door;

    @BeforeEach
    void open() throws Exception {
        SegmentCache cache =
                SegmentCache.open(
                        new CacheSettings(Duration.ofHours(1), 1 << 24, Optional.empty()));
        sources =
                EdgeSources.open(
                        folder,
                        cache,
                        Spool.open(folder.resolve("spool"), 1 << 24),
                        Clock.fixed(Samples.START, ZoneOffset.UTC),
                        () -> 0);
        transfers = new Transfers(sources, new LinkCounts());
        door = sources.join("door");
    }

    @AfterEach
    void close() {
        sources.close();
    }

    private void want(boolean live) throws Exception {
        sources.want(new Desired(1, List.of(FakeControl.record("door", live, Samples.START))));
        transfers.wantedChanged();
    }

    private void make(int from, int to) {
        for (int i = from; i < to; i++) {
            var piece =
                    new Piece(
                            Samples.body(i, 1_000),
                            new Piece.Place(
                                    Samples.START.plusSeconds(2L * i),
                                    2_000_000,
                                    false,
                                    Optional.empty()));
            transfers.added(door, door.add(piece));
        }
    }

    private List<Offer> offers() throws Exception {
        var offers = new ArrayList<Offer>();
        Optional<EdgeMessage> next = transfers.nextOffer(0);
        while (next.isPresent()) {
            offers.add((Offer) next.get());
            next = transfers.nextOffer(0);
        }
        return offers;
    }

    private static List<Long> sequences(List<Offer> offers) {
        return offers.stream().map(it -> it.segment().id().sequence()).toList();
    }

    @Test
    void onePlaceIsForLiveViewers() throws Exception {
        want(false);
        make(0, 10);
        assertThat(sequences(offers())).containsExactly(0L, 1L, 2L);
        want(true);
        make(10, 11);
        List<Offer> live = offers();
        assertThat(live).hasSize(1);
        assertThat(live.getFirst().live()).isTrue();
        assertThat(live.getFirst().kept()).isTrue();
    }

    @Test
    void liveBytesGoFirst() throws Exception {
        want(false);
        make(0, 3);
        List<Offer> past = offers();
        for (Offer offer : past) {
            transfers.send(new Send(offer.transfer(), 0), 0);
        }
        want(true);
        make(3, 4);
        Offer live = offers().getFirst();
        transfers.send(new Send(live.transfer(), 0), 0);
        ByteBuffer piece = transfers.nextPiece(0).orElseThrow();
        assertThat(Messages.transfer(piece)).isEqualTo(live.transfer());
    }

    /// More live segments come than the line carries.
    @Test
    void thePastHasItsShareOfAFullLine() throws Exception {
        want(false);
        make(0, 6);
        want(true);
        var sent = new ArrayList<Long>();
        var open = new HashMap<Long, Offer>();
        var bytes = new HashMap<Long, Integer>();
        for (int i = 6; !sent.containsAll(List.of(0L, 1L, 2L)); i++) {
            assertThat(i).as("sent: %s", sent).isLessThan(200);
            make(i, i + 1);
            for (Offer offer : offers()) {
                open.put(offer.transfer(), offer);
                transfers.send(new Send(offer.transfer(), 0), 0);
            }
            ByteBuffer piece = transfers.nextPiece(0).orElseThrow();
            long number = Messages.transfer(piece);
            Offer last = requireNonNull(open.get(number));
            int all = bytes.merge(number, piece.remaining(), Integer::sum);
            if (all == last.segment().bytes()) {
                sent.add(last.segment().id().sequence());
                transfers.stored(new Stored(last.transfer()));
            }
        }
        assertThat(sent).filteredOn(it -> it > 2).hasSizeGreaterThan(2 * 3);
    }

    @Test
    void aTransferGoesOnWhereItWasCut() throws Exception {
        want(false);
        make(0, 1);
        Offer offer = offers().getFirst();
        transfers.send(new Send(offer.transfer(), 100_000), 0);
        var all = new java.io.ByteArrayOutputStream();
        for (var piece = transfers.nextPiece(0);
                piece.isPresent();
                piece = transfers.nextPiece(0)) {
            ByteBuffer bytes = piece.get();
            assertThat(Messages.transfer(bytes)).isEqualTo(offer.transfer());
            byte[] some = new byte[bytes.remaining()];
            bytes.get(some);
            all.writeBytes(some);
        }
        byte[] body = Samples.body(0, 1_000);
        assertThat(all.toByteArray())
                .isEqualTo(java.util.Arrays.copyOfRange(body, 100_000, body.length));
    }

    @Test
    void nonsenseEndsTheConnection() throws Exception {
        want(false);
        make(0, 1);
        Offer offer = offers().getFirst();
        assertThatIOException()
                .isThrownBy(() -> transfers.send(new Send(offer.transfer(), 1L << 40), 0))
                .withMessageContaining("from 1099511627776 on");
    }

    @Test
    void whatIsConfirmedTwiceIsConfirmed() throws Exception {
        want(false);
        make(0, 1);
        Offer offer = offers().getFirst();
        transfers.stored(new Stored(offer.transfer()));
        transfers.stored(new Stored(offer.transfer()));
        assertThat(sources.spool().list("door")).isEmpty();
        assertThat(offers()).isEmpty();
    }

    @Test
    void whatIsRefusedForNowComesLaterAndForGoodNever() throws Exception {
        want(false);
        make(0, 2);
        List<Offer> both = offers();
        transfers.refused(new Refused(both.get(0).transfer(), "later", false), 0);
        transfers.refused(new Refused(both.get(1).transfer(), "never", true), 0);
        assertThat(offers()).isEmpty();
        var after = transfers.nextOffer(Transfers.PAUSE.toNanos()).orElseThrow();
        assertThat(((Offer) after).segment().id()).isEqualTo(both.get(0).segment().id());
        assertThat(door.lost()).isEqualTo(1);
    }

    @Test
    void whatTheOtherSideForgetsEndsTheConnection() throws Exception {
        want(false);
        make(0, 1);
        offers();
        transfers.check(Transfers.FORGOTTEN.toNanos());
        assertThatIOException()
                .isThrownBy(() -> transfers.check(Transfers.FORGOTTEN.toNanos() + 1));
        connectAgain();
        assertThat(offers()).hasSize(1);
    }

    private void connectAgain() {
        transfers.end();
        transfers = new Transfers(sources, new LinkCounts());
        transfers.wantedChanged();
    }

    /// Numbers begin anew with each connection.
    @Test
    void anAnswerOfAnEarlierConnectionConfirmsNothing() throws Exception {
        want(false);
        make(0, 1);
        Transfers earlier = transfers;
        Offer before = offers().getFirst();
        connectAgain();
        Offer now = offers().getFirst();
        assertThat(now.transfer()).isEqualTo(before.transfer());
        earlier.stored(new Stored(before.transfer()));
        assertThat(sources.spool().list("door")).hasSize(1);
        transfers.stored(new Stored(now.transfer()));
        assertThat(sources.spool().list("door")).isEmpty();
    }

    @Test
    void whatCannotBeReadIsToldAsLost() throws Exception {
        want(false);
        make(0, 1);
        Offer offer = offers().getFirst();
        Files.delete(sources.spool().list("door").getFirst().file());
        transfers.send(new Send(offer.transfer(), 0), 0);
        assertThat(transfers.nextPiece(0)).isEmpty();
        assertThat(transfers.nextOffer(0).orElseThrow()).isInstanceOf(EdgeMessage.Lost.class);
    }

    /// A disk that has no time, or a process with too many files, is no reason to lose anything.
    @Test
    void whatCannotBeReadThisTimeIsTriedAgain() throws Exception {
        want(false);
        make(0, 1);
        Path file = sources.spool().list("door").getFirst().file();
        Path elsewhere = Files.move(file, folder.resolve("elsewhere"));
        Files.createDirectory(file);
        assertThatIOException().isThrownBy(this::sendFirst);
        connectAgain();
        Files.delete(file);
        Files.move(elsewhere, file);
        sendFirst();
        assertThat(transfers.nextPiece(0)).isPresent();
        assertThat(door.lost()).isZero();
    }

    @Test
    void whatCanNeverBeReadIsLostAfterAWhile() throws Exception {
        want(false);
        make(0, 1);
        Path file = sources.spool().list("door").getFirst().file();
        Files.delete(file);
        Files.createDirectory(file);
        for (int i = 1; i < Transfers.READS_MAX; i++) {
            assertThatIOException().isThrownBy(this::sendFirst);
            connectAgain();
        }
        sendFirst();
        assertThat(transfers.nextOffer(0).orElseThrow()).isInstanceOf(EdgeMessage.Lost.class);
    }

    private void sendFirst() throws Exception {
        transfers.send(new Send(offers().getFirst().transfer(), 0), 0);
    }

    /// Control refuses bytes that do not have their hash, and would do so for ever.
    @Test
    void whatTheDiskHasDamagedIsToldAsLost() throws Exception {
        want(false);
        make(0, 1);
        Path file = sources.spool().list("door").getFirst().file();
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 1]++;
        Files.write(file, bytes);
        Offer offer = offers().getFirst();
        transfers.send(new Send(offer.transfer(), 0), 0);
        while (transfers.nextPiece(0).isPresent()) {
            // All of it is sent.
        }
        transfers.refused(new Refused(offer.transfer(), "not its hash", false), 0);
        assertThat(transfers.nextOffer(Transfers.PAUSE.toNanos()).orElseThrow())
                .isInstanceOf(EdgeMessage.Lost.class);
        assertThat(door.lost()).isEqualTo(1);
    }
}
