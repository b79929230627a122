package dev.millrace.flv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.millrace.bytes.ByteWriter;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.bytes.ProtocolException.OverLimit;
import dev.millrace.testkit.Golden;
import dev.millrace.testkit.Hex;
import dev.millrace.testkit.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlvReaderTest {
    /// Everything an encoder may do wrong without losing its place.
    private static final String ODD =
            """
            464C56 02 00 0000000B    // version 2, no flags, two bytes more
            AABB
            00000007                 // wrong: no tag has come yet
            08 000003 FFFFFE FF 000000
            AF 01 21
            0000000E
            0B 000002 000000 00 000000 // type 11 is nobody's
            DEAD
            0000000D
            09 000000 000000 00 000000 // empty
            0000000B
            28 000001 000000 00 000000 // encrypted audio
            00
            00000000                 // wrong
            12 000001 000005 00 ABCDEF // a stream id
            05
            0000000C
            """;

    /// What comes out of a reader, in words, so that two readings can be compared.
    private static List<String> read(byte[] wire, Random cuts) throws ProtocolException {
        var reader = new FlvReader();
        var seen = new ArrayList<String>();
        for (int at = 0; at < wire.length; ) {
            int length = Math.min(wire.length - at, 1 + cuts.nextInt(1 << cuts.nextInt(1, 12)));
            reader.read(wire, at, length, tag -> seen.add(words(tag)));
            at += length;
        }
        seen.add(
                "skipped %d, wrong %d"
                        .formatted(reader.skippedTags(), reader.wrongPreviousSizes()));
        seen.add(reader.fileHeader().toString());
        return seen;
    }

    private static List<String> readWhole(byte[] wire) throws ProtocolException {
        var reader = new FlvReader();
        var seen = new ArrayList<String>();
        reader.read(wire, 0, wire.length, tag -> seen.add(words(tag)));
        seen.add(
                "skipped %d, wrong %d"
                        .formatted(reader.skippedTags(), reader.wrongPreviousSizes()));
        seen.add(reader.fileHeader().toString());
        return seen;
    }

    private static String words(FlvTag tag) {
        return "%s %d %s".formatted(tag.kind(), tag.timestampMs(), Hex.text(tag.body()));
    }

    @Test
    void toleratesWhatEncodersDo() throws Exception {
        assertThat(readWhole(Hex.bytes(ODD)))
                .containsExactly(
                        "AUDIO 4294967294 af0121",
                        "VIDEO 0 ",
                        "DATA 5 05",
                        "skipped 2, wrong 2",
                        "Optional[FlvFileHeader[hasAudio=false, hasVideo=false, lengthBytes=11]]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "h264-bframes-aac.flv",
                "h264-video-only.flv",
                "mp3-audio-only.flv",
                "sorenson-speex.flv"
            })
    void cutsInAFileDoNotMatter(String name) throws Exception {
        byte[] wire = Golden.sample(getClass(), name);
        List<String> whole = readWhole(wire);
        assertThat(whole).hasSizeGreaterThan(10).contains("skipped 0, wrong 0");
        Seeds.forEach(random -> assertThat(read(wire, random)).isEqualTo(whole));
    }

    @Test
    void cutsInAnOddStreamDoNotMatter() throws Exception {
        byte[] wire = Hex.bytes(ODD);
        List<String> whole = readWhole(wire);
        Seeds.forEach(random -> assertThat(read(wire, random)).isEqualTo(whole));
    }

    @Test
    void aTagIsHandedOverWithItsLastByte() throws Exception {
        byte[] wire = Hex.bytes("464C5601 04 00000009 00000000 08 000001 000000 00 000000 AF");
        var reader = new FlvReader();
        var seen = new ArrayList<FlvTag>();
        reader.read(wire, 0, wire.length - 1, seen::add);
        assertThat(seen).isEmpty();
        reader.read(wire, wire.length - 1, 1, seen::add);
        assertThat(seen).hasSize(1);
    }

    @Test
    void tagsInFrontOfAFaultAreHandedOver() {
        byte[] wire =
                Hex.bytes(
                        """
                        464C5601 04 00000009 00000000
                        08 000001 000000 00 000000 AF 0000000C
                        09 800001 000000 00 000000 // one byte more than 8 MiB
                        """);
        var seen = new ArrayList<FlvTag>();
        assertThatThrownBy(() -> new FlvReader().read(wire, 0, wire.length, seen::add))
                .isInstanceOf(OverLimit.class)
                .hasMessageContaining("size of an FLV tag");
        assertThat(seen).hasSize(1);
    }

    @Test
    void whatIsNotFlvIsSaidSo() {
        byte[] wire = Hex.bytes("1A45DFA3 9F4286810142");
        assertThatThrownBy(() -> new FlvReader().read(wire, 0, wire.length, tag -> {}))
                .isInstanceOf(Malformed.class)
                .hasMessage("begins with 1A45DF, not with \"FLV\"");
    }

    @Test
    void readsOnlyItsRange() {
        assertThatThrownBy(() -> new FlvReader().read(new byte[4], 2, 3, tag -> {}))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"h264-bframes-aac.flv", "mp3-audio-only.flv", "sorenson-speex.flv"})
    void whatIsReadIsWrittenBackByteByByte(String name) throws Exception {
        byte[] wire = Golden.sample(getClass(), name);
        var out = new ByteWriter();
        var writer = new FlvWriter(out);
        var reader = new FlvReader();
        var tags = new ArrayList<FlvTag>();
        reader.read(wire, 0, wire.length, tags::add);
        FlvFileHeader header = reader.fileHeader().orElseThrow();
        writer.fileHeader(header.hasAudio(), header.hasVideo());
        tags.forEach(writer::tag);
        assertThat(out.toByteArray()).isEqualTo(wire);
    }

    @Test
    void damageDoesNoMoreThanStopTheReading() {
        byte[] sample = Golden.sample(getClass(), "h264-video-only.flv");
        Seeds.forEach(random -> {
            byte[] wire = sample.clone();
            for (int i = 0; i < 5; i++) {
                wire[random.nextInt(wire.length)] = (byte) random.nextInt();
            }
            splitInvariantAndNeverThrowsAnythingElse(wire);
        });
    }

    /// F3: any bytes are tags or a fault, however they are cut.
    @FuzzTest(maxDuration = "5s")
    void splitInvariantAndNeverThrowsAnythingElse(byte[] wire) {
        assertThat(outcome(wire, false)).isEqualTo(outcome(wire, true));
    }

    private static String outcome(byte[] wire, boolean cut) {
        try {
            return (cut ? read(wire, new Random(wire.length)) : readWhole(wire)).toString();
        } catch (ProtocolException e) {
            return e.getMessage();
        }
    }
}
