package dev.millrace.bench.micro;

import dev.millrace.bytes.ByteWriter;
import dev.millrace.media.Frame;
import dev.millrace.ts.TsWriter;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// Putting a group of pictures into transport stream packets: what the TS packager does once for
/// all viewers of HLS and HTTP-TS.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class TsWriterBenchmark {
    private final Sample sample = new Sample();
    private final ByteWriter out = new ByteWriter(1 << 20);

    @Benchmark
    public int writeGroup() {
        out.clear();
        var writer = new TsWriter();
        writer.writeTables(out, sample.codecs());
        for (Frame frame : sample.frames()) {
            writer.write(out, frame.header(), frame.payload(), 0);
        }
        writer.flush(out);
        return out.size();
    }
}
