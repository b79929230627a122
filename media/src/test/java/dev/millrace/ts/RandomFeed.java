package dev.millrace.ts;

import dev.millrace.bytes.BytesOut;
import dev.millrace.codec.AacConfig;
import dev.millrace.codec.Codec;
import dev.millrace.codec.H264Config;
import dev.millrace.codec.Mp3Config;
import dev.millrace.media.FrameHeader;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// An encoder of random rates and sizes, which begins on a random day.
final class RandomFeed {
    private static final byte[] SPS = {0x67, 0x42, (byte) 0xC0, 0x0A};
    private static final byte[] PPS = {0x68, (byte) 0xCE};

    private final Random random;
    private final List<Codec> tracks = new ArrayList<>();
    private final long pictureUs;
    private final long soundUs;
    private final int group;
    private final int sizeMax;

    RandomFeed(Random random) throws Exception {
        this.random = random;
        boolean video = random.nextInt(4) > 0;
        if (video) {
            tracks.add(H264Config.of(List.of(SPS), List.of(PPS)));
        }
        boolean audio = !video || random.nextInt(4) > 0;
        if (audio) {
            tracks.add(random.nextBoolean() ? AacConfig.of(48_000, 2) : new Mp3Config(44_100, 2));
        }
        // Without audio nothing keeps the clock between pictures.
        pictureUs = 1_000_000 / (audio ? random.nextInt(1, 61) : random.nextInt(10, 61));
        soundUs = audio && tracks.getLast() instanceof Mp3Config ? 26_122 : 21_333;
        group = random.nextInt(1, 50);
        sizeMax = random.nextInt(20, 4_000);
    }

    void write(TsWriter writer, BytesOut out, int count) {
        long pictureAtUs = random.nextLong(0, 300_000_000_000L);
        long soundAtUs = pictureAtUs + random.nextInt(20_000);
        boolean video = tracks.getFirst() instanceof H264Config;
        boolean audio = tracks.size() == 2 || !video;
        writer.writeTables(out, tracks);
        for (int i = 0, pictures = 0; i < count; i++) {
            if (video && (!audio || pictureAtUs <= soundAtUs)) {
                boolean key = pictures++ % group == 0;
                if (key) {
                    writer.writeTables(out, tracks);
                }
                byte[] picture = picture(key);
                int ctsUs = random.nextInt(4) * (int) pictureUs;
                var header = FrameHeader.video(pictureAtUs, ctsUs, key, picture.length);
                writer.write(out, header, picture, 0);
                pictureAtUs += pictureUs;
            } else {
                byte[] sound = new byte[random.nextInt(1, 1_000)];
                writer.write(out, FrameHeader.audio(soundAtUs, sound.length), sound, 0);
                soundAtUs += soundUs;
            }
        }
        writer.flush(out);
    }

    private byte[] picture(boolean key) {
        int length = random.nextInt(1, sizeMax);
        byte[] picture = new byte[4 + length];
        picture[2] = (byte) (length >> 8);
        picture[3] = (byte) length;
        picture[4] = (byte) (key ? 0x65 : 0x41);
        return picture;
    }
}
