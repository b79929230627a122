package dev.millrace.bench.micro;

import dev.millrace.bytes.ByteWriter;
import dev.millrace.rtmp.chunk.MessageWriter;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// Putting a group of pictures into chunks: what the RTMP packager does once for all players.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class MessageWriterBenchmark {
    @Param({"4096", "60000"})
    public int chunkBytes;

    private final ByteWriter out = new ByteWriter(1 << 20);
    private List<Sample.Message> messages = List.of();

    @Setup
    public void render() {
        messages = new Sample().messages();
    }

    @Benchmark
    public int writeGroup() {
        out.clear();
        for (Sample.Message message : messages) {
            var writer = new MessageWriter(out, message.chunkStreamId(), chunkBytes);
            writer.begin(message.header());
            writer.body(message.body(), 0, message.body().length);
        }
        return out.size();
    }
}
