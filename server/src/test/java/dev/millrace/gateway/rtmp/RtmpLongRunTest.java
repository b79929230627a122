package dev.millrace.gateway.rtmp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.bytes.ByteWriter;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.codec.Codec;
import dev.millrace.flv.FlvMuxer;
import dev.millrace.gateway.TagIngest;
import dev.millrace.media.FrameHeader;
import dev.millrace.media.TrackKind;
import dev.millrace.rtmp.chunk.ChunkReader;
import dev.millrace.rtmp.chunk.MessageHeader;
import dev.millrace.rtmp.chunk.MessageReceiver;
import dev.millrace.testing.LongRun;
import dev.millrace.testing.Rendering;
import dev.millrace.timeline.TimelineRepair;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("slow")
@DisplayName("B63 and pain 15: 49.7 days from an encoder's counter to a player's")
final class RtmpLongRunTest {
    /// So small that sequence headers take several chunks, which repeat an extended time.
    private static final int CHUNK_BYTES = 16;

    private final List<MessageHeader> messages = new ArrayList<>();
    private final ChunkReader firstPlayer = player();
    private Optional<RtmpStart> start = Optional.empty();

    @ParameterizedTest
    @CsvSource({"0, 32, 1", "4294963200, 32, 2", "2147479552, 31, 3", "0, 24, 256"})
    void everyMessageHasItsTime(long startMs, int bits, int wraps) throws Exception {
        try (var run = new LongRun();
                var wire =
                        new Rendering<>(
                                run.channel(),
                                RtmpPackager.format(RtmpForm.PLAIN, CHUNK_BYTES),
                                newest -> start = Optional.of(newest))) {
            var ingest =
                    new TagIngest(
                            run.publication(),
                            complaint -> {
                                throw new AssertionError(complaint);
                            });
            var encoder = new Encoder(ingest, startMs, bits);
            encoder.configure((Codec) run.videoConfig());
            encoder.configure((Codec) run.audioConfig());
            run.run(ms -> {
                encoder.picture(ms, (Codec) run.videoConfig());
                encoder.sound(ms + 10, (Codec) run.audioConfig());
                byte[] bytes = wire.take();
                if (ms == 0) {
                    var prelude = new RtmpPrelude(1, CHUNK_BYTES);
                    receive(firstPlayer, prelude.at(start.orElseThrow(), RtmpForm.PLAIN, false));
                    messages.clear();
                }
                receive(firstPlayer, ByteBuffer.wrap(bytes));
                expect(ms);
                if (ms % 999 == 0) {
                    expectALatePlayerStartsAtZero(bytes);
                    expectASkippedPlayerKeepsItsClock(ms, bytes);
                }
            });
            assertThat(run.publication().stats().repairs().of(TimelineRepair.CLOCK_WRAP))
                    .isEqualTo(wraps);
            assertThat(run.publication().stats().repairs().total()).isEqualTo(wraps);
        }
    }

    private void expect(long ms) {
        boolean right =
                messages.size() == 2
                        && messages.get(0).timestampMs() == (int) ms
                        && messages.get(1).timestampMs() == (int) (ms + 10);
        if (!right) {
            throw new AssertionError("%s at %d ms".formatted(messages, ms));
        }
        messages.clear();
    }

    private void expectALatePlayerStartsAtZero(byte[] group) {
        var prelude = new RtmpPrelude(1, CHUNK_BYTES);
        ChunkReader player = player();
        receive(player, prelude.at(start.orElseThrow(), RtmpForm.PLAIN, false));
        messages.clear();
        receive(player, ByteBuffer.wrap(group));
        assertThat(messages.getFirst().timestampMs()).isBetween(0, 10_000);
        messages.clear();
    }

    /// Its prelude has absolute times, which are extended after 4.66 hours.
    private void expectASkippedPlayerKeepsItsClock(long ms, byte[] group) {
        var prelude = new RtmpPrelude(1, CHUNK_BYTES);
        prelude.at(
                new RtmpStart(start.orElseThrow().catalog(), true, 0, 0, 0), RtmpForm.PLAIN, false);
        ChunkReader player = player();
        receive(player, prelude.at(start.orElseThrow(), RtmpForm.PLAIN, false));
        messages.clear();
        receive(player, ByteBuffer.wrap(group));
        assertThat(messages)
                .extracting(MessageHeader::timestampMs)
                .containsExactly((int) ms, (int) (ms + 10));
        messages.clear();
    }

    private void receive(ChunkReader reader, ByteBuffer bytes) {
        try {
            reader.receive(bytes);
        } catch (ProtocolException e) {
            throw new AssertionError(e);
        }
    }

    private ChunkReader player() {
        var reader =
                new ChunkReader(header -> {
                    messages.add(header);
                    return IGNORING;
                });
        try {
            reader.chunkSize(CHUNK_BYTES);
        } catch (ProtocolException e) {
            throw new AssertionError(e);
        }
        return reader;
    }

    private static final MessageReceiver IGNORING =
            new MessageReceiver() {
                @Override
                public void bytes(ByteBuffer slice) {}

                @Override
                public void end() {}

                @Override
                public void abandon() {}
            };

    /// Sends messages whose times count from `startMs` in so many bits.
    private record Encoder(TagIngest ingest, long startMs, int bits) {
        void configure(Codec codec) {
            var body = new ByteWriter();
            FlvMuxer.writeSequenceHeader(body, codec);
            send(codec.kind(), 0, body);
        }

        void picture(long ms, Codec codec) {
            byte[] payload = LongRun.picture();
            send(ms, codec, FrameHeader.video(0, 0, true, payload.length), payload);
        }

        void sound(long ms, Codec codec) {
            send(ms, codec, FrameHeader.audio(0, LongRun.sound().length), LongRun.sound());
        }

        private void send(long ms, Codec codec, FrameHeader header, byte[] payload) {
            var body = new ByteWriter();
            FlvMuxer.writeFrameHeader(body, codec, header);
            body.bytes(payload);
            send(header.kind(), ms, body);
        }

        private void send(TrackKind kind, long ms, ByteWriter body) {
            long counter = (startMs + ms) & ((1L << bits) - 1);
            ingest.begin(kind, (int) counter, body.size());
            ingest.bytes(body.toBuffer());
            ingest.end();
        }
    }
}
