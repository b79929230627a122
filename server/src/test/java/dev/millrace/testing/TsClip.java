package dev.millrace.testing;

import dev.millrace.bytes.ProtocolException;
import dev.millrace.channel.Publication;
import dev.millrace.media.CodecConfig;
import dev.millrace.media.Frame;
import dev.millrace.ts.TsItem;
import dev.millrace.ts.TsReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// A few seconds that FFmpeg encoded, in a transport stream, and what is in it.
public record TsClip(Path file, List<CodecConfig> codecs, List<Frame> frames) {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /// Encodes it and reads what was encoded.
    ///
    /// @param encoding arguments of FFmpeg: inputs and codecs
    public static TsClip encode(Path file, String encoding) throws IOException {
        run("ffmpeg -v error " + encoding + " -f mpegts -y " + file);
        var codecs = new ArrayList<CodecConfig>();
        var frames = new ArrayList<Frame>();
        byte[] stream = Files.readAllBytes(file);
        var reader = new TsReader();
        try {
            reader.read(stream, 0, stream.length, item -> take(item, codecs, frames));
            reader.end(item -> take(item, codecs, frames));
        } catch (ProtocolException e) {
            throw new IOException(e);
        }
        frames.sort(Comparator.comparingLong(frame -> frame.header().dtsUs()));
        return new TsClip(file, codecs, frames);
    }

    private static void take(TsItem item, List<CodecConfig> codecs, List<Frame> frames) {
        switch (item) {
            case TsItem.Configuration(var codec) -> codecs.add(codec);
            case TsItem.Media(var frame) -> frames.add(frame);
            case TsItem.Ignored _ -> {}
        }
    }

    /// Sends all of it, at once.
    public void publish(Publication publication) {
        codecs.forEach(publication::configure);
        for (Frame frame : frames) {
            publication.write(frame.header(), ByteBuffer.wrap(frame.payload()));
        }
    }

    /// A checksum of every picture, or of every piece of sound, that FFmpeg decodes there.
    ///
    /// @param stream `v` or `a`
    public static List<String> decoded(Object url, String stream) {
        return run("ffmpeg -v error -i " + url + " -map 0:" + stream + " -f framemd5 -")
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.substring(line.lastIndexOf(',') + 1).trim())
                .toList();
    }

    private static String run(String command) {
        return Program.run(PATIENCE, command.split(" +"));
    }
}
