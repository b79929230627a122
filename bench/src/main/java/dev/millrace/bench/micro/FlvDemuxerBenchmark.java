package dev.millrace.bench.micro;

import dev.millrace.bytes.ByteReader;
import dev.millrace.bytes.ProtocolException;
import dev.millrace.flv.FlvDemuxer;
import dev.millrace.flv.FlvItem;
import dev.millrace.media.MediaTime;
import java.util.List;
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

/// Naming the frames of a group of pictures by their first bytes.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class FlvDemuxerBenchmark {
    private List<Sample.Message> messages = List.of();

    @Setup
    public void render() {
        messages = new Sample().messages();
    }

    @Benchmark
    public int nameGroup() throws ProtocolException {
        var demuxer = new FlvDemuxer();
        int frames = 0;
        for (Sample.Message message : messages) {
            long dtsUs = MediaTime.msToUs(message.header().timestampMs());
            var prefix = new ByteReader(message.body());
            int bytes = message.body().length;
            if (demuxer.read(message.kind(), dtsUs, bytes, prefix) instanceof FlvItem.Payload) {
                frames++;
            }
        }
        return frames;
    }
}
