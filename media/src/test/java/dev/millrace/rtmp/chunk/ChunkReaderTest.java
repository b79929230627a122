package dev.millrace.rtmp.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.millrace.bytes.ByteWriter;
import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.bytes.ProtocolException.OverLimit;
import dev.millrace.testkit.Hex;
import dev.millrace.testkit.Seeds;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkReaderTest {
    record Case(String name, String wire, List<String> messages) {
        @Override
        public String toString() {
            return name;
        }
    }

    static final List<Case> CASES =
            List.of(
                    new Case(
                            "each format takes from the last header what it leaves out",
                            """
                            04 0003E8 000002 08 01000000 A1A2 // fmt 0: everything
                            44 000014 000001 08 B1            // fmt 1: the same stream
                            84 000015 C1                      // fmt 2: the same length and type
                            C4 D1                             // fmt 3: the same delta
                            """,
                            List.of(
                                    "type 8 at 1000 on 1: a1a2",
                                    "type 8 at 1020 on 1: b1",
                                    "type 8 at 1041 on 1: c1",
                                    "type 8 at 1062 on 1: d1")),
                    new Case(
                            "the delta behind a fmt 0 is its whole timestamp (5.3.1.2.4)",
                            "04 000017 000001 08 01000000 A1 C4 A2 C4 A3",
                            List.of(
                                    "type 8 at 23 on 1: a1",
                                    "type 8 at 46 on 1: a2",
                                    "type 8 at 69 on 1: a3")),
                    new Case(
                            "chunk stream ids of one, two and three bytes",
                            """
                            3F 000000 000001 08 01000000 01
                            00 00 000000 000001 08 02000000 02    // 64
                            00 FF 000000 000001 08 03000000 03    // 319
                            01 0001 000000 000001 08 04000000 04  // 320
                            01 FFFF 000000 000001 08 05000000 05  // 65599
                            C0 FF 13 C1 0001 14 C0 00 12
                            """,
                            List.of(
                                    "type 8 at 0 on 1: 01",
                                    "type 8 at 0 on 2: 02",
                                    "type 8 at 0 on 3: 03",
                                    "type 8 at 0 on 4: 04",
                                    "type 8 at 0 on 5: 05",
                                    "type 8 at 0 on 3: 13",
                                    "type 8 at 0 on 4: 14",
                                    "type 8 at 0 on 2: 12")),
                    new Case(
                            "64 is the same in two bytes and in three",
                            "00 00 000000 000001 08 02000000 02 C1 0000 03",
                            List.of("type 8 at 0 on 2: 02", "type 8 at 0 on 2: 03")),
                    new Case(
                            "messages take turns",
                            """
                            02 000000 000004 01 00000000 00000002 // chunk size 2
                            06 000000 000005 09 01000000 A1A2
                            04 000000 000003 08 01000000 B1B2
                            C6 A3A4
                            C4 B3
                            C6 A5
                            """,
                            List.of(
                                    "type 1 at 0 on 0: 00000002",
                                    "type 8 at 0 on 1: b1b2b3",
                                    "type 9 at 0 on 1: a1a2a3a4a5")),
                    new Case(
                            "a chunk size holds for the next chunk, in the middle of a message too",
                            """
                            02 000000 000004 01 00000000 00000002
                            06 000000 000005 09 01000000 A1A2
                            02 000000 000004 01 00000000 0000
                            C2 0003
                            C6 A3A4A5
                            """,
                            List.of(
                                    "type 1 at 0 on 0: 00000002",
                                    "type 1 at 0 on 0: 00000003",
                                    "type 9 at 0 on 1: a1a2a3a4a5")),
                    new Case(
                            "chunks of one byte",
                            """
                            02 000000 000004 01 00000000 00000001
                            04 000000 000003 08 01000000 A1 C4 A2 C4 A3
                            """,
                            List.of("type 1 at 0 on 0: 00000001", "type 8 at 0 on 1: a1a2a3")),
                    new Case(
                            "empty messages",
                            """
                            04 000000 000000 08 01000000
                            C4
                            44 000005 000000 09
                            C4
                            """,
                            List.of(
                                    "type 8 at 0 on 1: ",
                                    "type 8 at 0 on 1: ",
                                    "type 9 at 5 on 1: ",
                                    "type 9 at 10 on 1: ")),
                    new Case(
                            "a chunk stream may begin with fmt 1, as librtmp's pings do",
                            "42 000000 000006 04 0006 00001234",
                            List.of("type 4 at 0 on 0: 000600001234")),
                    new Case(
                            "an extended time of exactly 0xFFFFFF, repeated",
                            """
                            02 000000 000004 01 00000000 00000002
                            06 FFFFFF 000003 09 01000000 00FFFFFF A1A2
                            C6 00FFFFFF A3
                            """,
                            List.of(
                                    "type 1 at 0 on 0: 00000002",
                                    "type 9 at 16777215 on 1: a1a2a3")),
                    new Case(
                            "an extended time that is not repeated, as rtmpdump leaves it out",
                            """
                            02 000000 000004 01 00000000 00000002
                            06 FFFFFF 000005 09 01000000 01000000 A1A2
                            C6 A3A4
                            C6 A5
                            """,
                            List.of(
                                    "type 1 at 0 on 0: 00000002",
                                    "type 9 at 16777216 on 1: a1a2a3a4a5")),
                    new Case(
                            "a body that looks like the time at first, and then like other chunks",
                            """
                            02 000000 000004 01 00000000 00000002
                            06 FFFFFF 000004 09 01000000 01C60202 A1A2
                            C6 01C6                               // the body, and not repeated
                            06 FFFFFF 000003 09 01000000 01C60202 B1B2
                            C6 01                                 // one byte of body
                            C6 C7C8                               // a new message by fmt 3
                            C6 C9
                            """,
                            List.of(
                                    "type 1 at 0 on 0: 00000002",
                                    "type 9 at 29753858 on 1: a1a201c6",
                                    "type 9 at 29753858 on 1: b1b201",
                                    "type 9 at 59507716 on 1: c7c8c9")),
                    new Case(
                            "a delta that is extended, and a chunk that repeats the sum instead",
                            """
                            02 000000 000004 01 00000000 00000002
                            06 000010 000001 09 01000000 A1
                            46 FFFFFF 000003 09 01000000 B1B2
                            C6 01000000 B3
                            46 FFFFFF 000003 09 01000000 C1C2
                            C6 02000010 C3
                            C6 01000000 D1D2
                            C6 01000000 D3
                            """,
                            List.of(
                                    "type 1 at 0 on 0: 00000002",
                                    "type 9 at 16 on 1: a1",
                                    "type 9 at 16777232 on 1: b1b2b3",
                                    "type 9 at 33554448 on 1: c1c2c3",
                                    "type 9 at 50331664 on 1: d1d2d3")),
                    new Case(
                            "time wraps after 32 bits",
                            """
                            06 FFFFFF 000001 09 01000000 FFFFFFF0 A1
                            86 000020 A2
                            """,
                            List.of("type 9 at 4294967280 on 1: a1", "type 9 at 16 on 1: a2")),
                    new Case(
                            "the whole header again on every chunk is no new message",
                            """
                            02 000000 000004 01 00000000 00000002
                            06 000064 000005 09 01000000 A1A2
                            06 000064 000005 09 01000000 A3A4
                            46 000000 000005 09 A5
                            06 000064 000003 09 01000000 B1B2
                            86 000000 B3
                            """,
                            List.of(
                                    "type 1 at 0 on 0: 00000002",
                                    "type 9 at 100 on 1: a1a2a3a4a5",
                                    "type 9 at 100 on 1: b1b2b3")),
                    new Case(
                            "another header in the middle of a message is a new message",
                            """
                            02 000000 000004 01 00000000 00000002
                            06 000064 000005 09 01000000 A1A2
                            46 000028 000002 09 B1B2
                            """,
                            List.of(
                                    "type 1 at 0 on 0: 00000002",
                                    "type 9 at 100 on 1: abandoned",
                                    "type 9 at 140 on 1: b1b2")),
                    new Case(
                            "an aborted message is forgotten, its header is not",
                            """
                            02 000000 000004 01 00000000 00000002
                            06 000064 000003 09 01000000 A1A2
                            02 000000 000004 02 00000000 0000 C2 0006
                            86 000028 B1B2
                            C6 B3
                            """,
                            List.of(
                                    "type 1 at 0 on 0: 00000002",
                                    "type 2 at 0 on 0: 00000006",
                                    "type 9 at 100 on 1: abandoned",
                                    "type 9 at 140 on 1: b1b2b3")),
                    new Case(
                            "an abort of nothing is nothing",
                            """
                            02 000000 000004 02 00000000 00000006
                            06 000064 000001 09 01000000 A1
                            02 000000 000004 02 00000000 00000006
                            """,
                            List.of(
                                    "type 2 at 0 on 0: 00000006",
                                    "type 9 at 100 on 1: a1",
                                    "type 2 at 0 on 0: 00000006")));

    @ParameterizedTest
    @FieldSource("CASES")
    void reads(Case c) throws Exception {
        assertThat(ReadMessages.of(c.wire)).isEqualTo(c.messages);
    }

    @ParameterizedTest
    @FieldSource("CASES")
    void readsByteByByte(Case c) throws Exception {
        assertThat(ReadMessages.of(Hex.bytes(c.wire), () -> 1)).isEqualTo(c.messages);
    }

    @ParameterizedTest
    @ValueSource(strings = {"84 000000 00", "C4 00", "C0 05", "81 0000 000000"})
    void aChunkStreamCannotBeginWithoutALength(String wire) {
        assertThatThrownBy(() -> ReadMessages.of(wire))
                .isInstanceOf(Malformed.class)
                .hasMessageContaining("begins with format");
    }

    @ParameterizedTest
    @ValueSource(strings = {"00000000", "80000000", "FFFFFFFF"})
    void refusesImpossibleChunkSizes(String size) {
        assertThatThrownBy(() -> ReadMessages.of("02 000000 000004 01 00000000" + size))
                .isInstanceOf(Malformed.class);
    }

    @Test
    void chunkSizesAboveTheLargestMessageMeanTheSame() throws Exception {
        assertThat(
                        ReadMessages.of(
                                """
                                02 000000 000004 01 00000000 7FFFFFFF
                                04 000000 000001 08 01000000 A1
                                """))
                .hasSize(2);
    }

    @Test
    void theLengthOfAMessageHasALimit() throws Exception {
        ReadMessages.of("06 000000 800000 09 01000000");
        assertThatThrownBy(() -> ReadMessages.of("06 000000 800001 09 01000000"))
                .isInstanceOf(OverLimit.class)
                .hasMessage("message length is 8388609, more than the limit of 8388608");
    }

    @Test
    void theNumberOfChunkStreamsHasALimit() throws Exception {
        var out = new ByteWriter();
        var header = new MessageHeader(8, 0, 0, 1);
        for (int id = 2; id < 2 + RtmpLimit.CHUNK_STREAMS.max(); id++) {
            ChunkWriter.fmt0(out, id, header);
        }
        assertThat(ReadMessages.of(out.toByteArray(), out::size)).hasSize(128);
        ChunkWriter.fmt0(out, 500, header);
        assertThatThrownBy(() -> ReadMessages.of(out.toByteArray(), out::size))
                .isInstanceOf(OverLimit.class);
    }

    @Test
    void readsWhatTheWriterWritesHoweverItIsCutAndInterleaved() {
        Seeds.forEach(random -> {
            var wire = new InterleavedWire(random);
            assertThat(ReadMessages.of(wire.bytes(), () -> random.nextInt(1, 40)))
                    .isEqualTo(wire.lines());
        });
    }

    /// F2: any bytes are messages or a fault, however they are cut.
    @FuzzTest(maxDuration = "5s")
    void cutsDoNotMatterAndNothingElseIsThrown(byte[] wire) {
        var random = new Random(wire.length);
        List<String> whole = ReadMessages.untilFault(wire, () -> Math.max(1, wire.length));
        assertThat(ReadMessages.untilFault(wire, () -> random.nextInt(1, 6))).isEqualTo(whole);
    }
}
