package dev.millrace.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.amf.AmfFields;
import dev.millrace.amf.AmfValue;
import dev.millrace.amf.AmfValue.AmfStrictArray;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.channel.Publication;
import dev.millrace.codec.AacConfig;
import dev.millrace.codec.Codec;
import dev.millrace.codec.H264Config;
import dev.millrace.codec.HevcConfig;
import dev.millrace.codec.OpusConfig;
import dev.millrace.flv.FlvDemuxer;
import dev.millrace.media.FrameHeader;
import dev.millrace.observe.Session;
import dev.millrace.rtmp.chunk.MessageType;
import dev.millrace.testing.TestPublisher;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Which bytes an RTMP player gets, by what it said in its connect command and by `receiveVideo`
/// and `receiveAudio`.
@Tag("slow")
class RtmpFormsTest {
    private static final String CAM = "live/cam";
    private static final String HVCC = "0101600000009000000000001EF000FCFDF8F800000F00";
    private static final String OPUS_HEAD = "4F707573486561640102380180BB0000000000";

    private RunningServer server;
    private Publication publication;
    private long nextUs;

    @BeforeEach
    void start() throws IOException {
        server = new RunningServer("delivery.latency=low");
        publication = TestPublisher.publication(server.server().channels(), CAM);
    }

    @AfterEach
    void stop() {
        publication.close();
        server.close();
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    private static Codec h264() {
        return parsed(() -> H264Config.parse(bytes("0142C00AFFE000")));
    }

    private static Codec hevc() {
        return parsed(() -> HevcConfig.parse(bytes(HVCC)));
    }

    private static Codec opus() {
        return parsed(() -> OpusConfig.parse(bytes(OPUS_HEAD)));
    }

    private interface Parsing {
        Codec parse() throws ProtocolException;
    }

    private static Codec parsed(Parsing parsing) {
        try {
            return parsing.parse();
        } catch (ProtocolException e) {
            throw new AssertionError(e);
        }
    }

    private void configure(Codec... codecs) {
        Arrays.stream(codecs).forEach(publication::configure);
    }

    /// A group: a picture, a sound, a picture, a sound.
    private void group() {
        for (boolean key : new boolean[] {true, false}) {
            byte[] picture = bytes("0000000165");
            var header = FrameHeader.video(nextUs, 0, key, picture.length);
            publication.write(header, ByteBuffer.wrap(picture));
            byte[] sound = bytes("FC01");
            publication.write(FrameHeader.audio(nextUs, sound.length), ByteBuffer.wrap(sound));
            nextUs += 40_000;
        }
    }

    private RawClient player(String... codecs) throws IOException {
        var fields = new AmfFields();
        if (codecs.length > 0) {
            List<AmfValue> names = Arrays.stream(codecs).map(AmfValue::of).toList();
            fields.put("fourCcList", new AmfStrictArray(names));
        }
        var client = new RawClient(server.port("rtmp")).connect("live", fields);
        client.call(1, "play", 2, AmfValue.of("cam"), AmfValue.of(-2000));
        client.await("NetStream.Play.Start");
        return client;
    }

    /// The beginning of the next message of a type.
    private static String next(RawClient client, int type, int length) throws IOException {
        byte[] body = client.await(type).body();
        return HexFormat.of().formatHex(body, 0, Math.min(length, body.length));
    }

    private Set<String> wires() {
        return server.channel(CAM).viewers().keySet();
    }

    @Test
    @DisplayName("B14: HEVC to players that announced it, and to others under its old number")
    void hevcToEveryone() throws IOException {
        configure(hevc(), AacConfig.of(48_000, 2));
        group();
        try (var enhanced = player("hvc1", "Opus");
                var any = player("*");
                var old = player()) {
            for (RawClient client : List.of(enhanced, any)) {
                assertThat(next(client, MessageType.VIDEO, 5)).isEqualTo("9068766331");
                assertThat(next(client, MessageType.VIDEO, 8)).isEqualTo("9168766331000000");
                assertThat(next(client, MessageType.VIDEO, 8)).isEqualTo("a168766331000000");
            }
            assertThat(next(old, MessageType.VIDEO, 5)).isEqualTo("1c00000000");
            assertThat(next(old, MessageType.VIDEO, 5)).isEqualTo("1c01000000");
            assertThat(next(old, MessageType.VIDEO, 5)).isEqualTo("2c01000000");
            assertThat(wires()).containsExactlyInAnyOrder("rtmp", "rtmp+video");
        }
    }

    @Test
    void whatAPlayerDidNotAnnounceIsLeftOutAndItIsTold() throws IOException {
        configure(h264(), opus());
        group();
        try (var old = player("hvc1")) {
            RawClient.Heard told = old.await("NetStream.Play.NoSupportedTrackFound");
            String why = "Opus audio is left out: the player did not announce Opus";
            assertThat(told.command().argument(1).text("level", "")).isEqualTo("warning");
            assertThat(told.command().argument(1).text("description", "")).isEqualTo(why);
            assertThat(next(old, MessageType.VIDEO, 2)).isEqualTo("1700");
            assertThat(next(old, MessageType.VIDEO, 2)).isEqualTo("1701");
            assertThat(server.server().sessions().list())
                    .extracting(Session::note)
                    .containsExactly(why);
            group();
            assertThat(next(old, MessageType.VIDEO, 2)).isEqualTo("2701");
            assertThat(next(old, MessageType.VIDEO, 2)).isEqualTo("1701");
        }
    }

    @Test
    void aChannelThatEveryoneUnderstandsHasOneWire() throws IOException {
        configure(h264(), AacConfig.of(48_000, 2));
        group();
        try (var enhanced = player("*");
                var old = player()) {
            for (RawClient client : List.of(enhanced, old)) {
                assertThat(next(client, MessageType.VIDEO, 2)).isEqualTo("1700");
                assertThat(next(client, MessageType.AUDIO, 2)).isEqualTo("af00");
            }
            assertThat(wires()).containsExactly("rtmp");
        }
    }

    @Test
    @DisplayName("B21: H.264, then HEVC and Opus, then H.264 again: players go over to other wires")
    void codecsChangeInMidStream() throws IOException {
        configure(h264(), AacConfig.of(48_000, 2));
        group();
        try (var enhanced = player("*");
                var old = player()) {
            for (RawClient client : List.of(enhanced, old)) {
                assertThat(next(client, MessageType.VIDEO, 2)).isEqualTo("1700");
                assertThat(next(client, MessageType.VIDEO, 2)).isEqualTo("1701");
                assertThat(next(client, MessageType.VIDEO, 2)).isEqualTo("2701");
            }
            configure(hevc(), opus());
            group();
            assertThat(next(enhanced, MessageType.VIDEO, 5)).isEqualTo("9068766331");
            assertThat(next(enhanced, MessageType.VIDEO, 5)).isEqualTo("9168766331");
            assertThat(next(enhanced, MessageType.VIDEO, 5)).isEqualTo("a168766331");
            old.await("NetStream.Play.NoSupportedTrackFound");
            assertThat(next(old, MessageType.VIDEO, 2)).isEqualTo("1c00");
            configure(h264(), AacConfig.of(48_000, 2));
            group();
            assertThat(next(enhanced, MessageType.VIDEO, 2)).isEqualTo("1700");
            RawClient.Heard picture = enhanced.await(MessageType.VIDEO);
            if (picture.body()[1] == 0) { // the wire has the configuration, too
                picture = enhanced.await(MessageType.VIDEO);
            }
            assertThat(HexFormat.of().formatHex(picture.body())).isEqualTo("17010000000000000165");
            assertThat(picture.header().timestampMs()).as("the clock goes on").isEqualTo(160);
        }
    }

    @Test
    void aPlayerMayDoWithoutATrack() throws IOException {
        configure(h264(), AacConfig.of(48_000, 2));
        group();
        try (var client = player()) {
            assertThat(next(client, MessageType.VIDEO, 2)).isEqualTo("1700");
            client.call(1, "receiveVideo", 0, AmfValue.of(false));
            client.call(0, "getStreamLength", 9, AmfValue.of("cam")); // the answer says: obeyed
            client.result(9);
            group();
            group();
            int sounds = 0;
            while (sounds < 5) { // two of the first group, then only these
                RawClient.Heard heard = client.next();
                if (heard.header().type() == MessageType.AUDIO && heard.body().length > 2) {
                    sounds++;
                }
                boolean later = heard.header().timestampMs() >= 80;
                assertThat(later && isPicture(heard)).as(heard.toString()).isFalse();
            }
            client.call(1, "receiveVideo", 0, AmfValue.of(true));
            client.call(0, "getStreamLength", 10, AmfValue.of("cam"));
            client.result(10);
            group();
            assertThat(next(client, MessageType.VIDEO, 2)).isEqualTo("1700");
            assertThat(next(client, MessageType.VIDEO, 2)).isEqualTo("1701");
        }
    }

    private static boolean isPicture(RawClient.Heard heard) {
        return heard.header().type() == MessageType.VIDEO && heard.body().length > 0;
    }

    @Test
    void metadataComesOnceAlsoInTheFirstGroup() throws IOException {
        configure(h264(), AacConfig.of(48_000, 2), FlvDemuxer.DATA);
        byte[] metadata = bytes("02000A6F6E4D65746144617461" + "0800000000000009");
        publication.describe(ByteBuffer.wrap(metadata));
        publication.write(FrameHeader.data(0, metadata.length), ByteBuffer.wrap(metadata));
        group();
        assertThat(metadataUntilSecondPicture()).isEqualTo(1);
        group();
        assertThat(metadataUntilSecondPicture()).isEqualTo(1);
    }

    private int metadataUntilSecondPicture() throws IOException {
        try (var client = player()) {
            int count = 0;
            int pictures = 0;
            while (pictures < 3) { // the first is the configuration
                RawClient.Heard heard = client.next();
                count += heard.header().type() == MessageType.DATA ? 1 : 0;
                pictures += isPicture(heard) ? 1 : 0;
            }
            return count;
        }
    }
}
