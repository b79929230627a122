package dev.millrace.bench.micro;

import dev.millrace.amf.AmfFields;
import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ByteWriter;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.rtmp.message.Command;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// The connect command of a player, there and back.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class AmfBenchmark {
    private final ByteWriter out = new ByteWriter(1 << 10);
    private final Command connect =
            Command.of(
                    "connect",
                    1,
                    new AmfFields()
                            .put("app", "live")
                            .put("flashVer", "LNX 9,0,124,2")
                            .put("tcUrl", "rtmp://localhost:1935/live")
                            .put("fpad", false)
                            .put("capabilities", 15)
                            .put("audioCodecs", 4071)
                            .put("videoCodecs", 252)
                            .put("videoFunction", 1)
                            .toObject());
    private byte[] wire = {};

    @Setup
    public void render() {
        var bytes = new ByteWriter();
        connect.encode(bytes);
        wire = bytes.toByteArray();
    }

    @Benchmark
    public int encodeConnect() {
        out.clear();
        connect.encode(out);
        return out.size();
    }

    @Benchmark
    public Command decodeConnect() throws ProtocolException {
        return Command.decode(new ByteReader(wire));
    }
}
