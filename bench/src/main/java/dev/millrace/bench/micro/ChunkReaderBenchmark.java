package dev.millrace.bench.micro;

import dev.millrace.bytes.ByteWriter;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.rtmp.chunk.ChunkReader;
import dev.millrace.rtmp.chunk.ChunkWriter;
import dev.millrace.rtmp.chunk.MessageReceiver;
import java.nio.ByteBuffer;
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

/// Taking a group of pictures out of chunks: what arrives from a publisher.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ChunkReaderBenchmark {
    /// RTMP's default, what FFmpeg sends, what Millrace sends.
    @Param({"128", "4096", "60000"})
    public int chunkBytes;

    /// As much as a socket gives at once.
    private static final int READ_BYTES = 16 << 10;

    private final Counter counter = new Counter();
    private ByteBuffer wire = ByteBuffer.allocate(0);

    @Setup
    public void render() {
        var out = new ByteWriter(1 << 20);
        for (Sample.Message message : new Sample().messages()) {
            ChunkWriter.message(
                    out, message.chunkStreamId(), message.header(), message.body(), chunkBytes);
        }
        wire = ByteBuffer.wrap(out.toByteArray());
    }

    @Benchmark
    public long readGroup() throws ProtocolException {
        var reader = new ChunkReader(_ -> counter);
        reader.chunkSize(chunkBytes);
        for (int at = 0; at < wire.capacity(); at += READ_BYTES) {
            reader.receive(wire.slice(at, Math.min(READ_BYTES, wire.capacity() - at)));
        }
        return counter.bytes;
    }

    private static final class Counter implements MessageReceiver {
        private long bytes;

        @Override
        public void bytes(ByteBuffer slice) {
            bytes += slice.remaining();
        }

        @Override
        public void end() {}

        @Override
        public void abandon() {}
    }
}
