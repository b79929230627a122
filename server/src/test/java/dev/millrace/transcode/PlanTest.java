package dev.millrace.transcode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.media.ChannelName;
import dev.millrace.media.TrackKind;
import dev.millrace.transcode.Engine.Rendition;
import dev.millrace.transcode.Plan.NoPlanException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanTest {
    private static final Set<TrackKind> BOTH = EnumSet.of(TrackKind.VIDEO, TrackKind.AUDIO);
    private static final Form WIDE = new Form(BOTH, 1280, 720, true);

    private static final Engine.Video H264 =
            new Engine.Video(
                    "libx264",
                    Optional.of(800_000L),
                    Optional.of("640:360"),
                    Optional.of("25"),
                    Optional.of("main"),
                    Optional.empty(),
                    Optional.of("hflip"));

    private static Engine.Video plain(String codec) {
        return new Engine.Video(
                codec,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static Engine.Audio sound(String codec) {
        return new Engine.Audio(codec, Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static Engine engine(
            Engine.Video video, Engine.Audio audio, String output, Rendition... renditions) {
        return new Engine(
                "sd", _ -> true, video, audio, List.of(), List.of(), output, List.of(renditions));
    }

    private static ChannelName channel(String name) {
        try {
            return ChannelName.parse(name);
        } catch (Malformed e) {
            throw new AssertionError(e);
        }
    }

    private static Plan plan(Engine engine, Form form) throws NoPlanException {
        return Plan.of(engine, channel("live/cam"), form);
    }

    private static String words(Plan plan) {
        return String.join(" ", plan.outputArgs());
    }

    @Test
    void everythingThatIsSaidOfAnOutputIsSaidToFfmpeg() throws NoPlanException {
        var audio =
                new Engine.Audio("aac", Optional.of(96_000L), Optional.of(44_100), Optional.of(1));
        var engine =
                new Engine(
                        "sd",
                        _ -> true,
                        H264,
                        audio,
                        List.of("-hwaccel", "none"),
                        List.of("-tune", "zerolatency"),
                        "[app]/[stream]_[engine]",
                        List.of());
        Plan plan = plan(engine, WIDE);
        assertThat(plan.outputs()).containsExactly(channel("live/cam_sd"));
        assertThat(String.join(" ", plan.inputArgs()))
                .isEqualTo("-hwaccel none -analyzeduration 1000000 -f mpegts");
        assertThat(words(plan))
                .isEqualTo(
                        "-map 0:v:0 -filter:v:0 hflip,scale=640:360 -b:v:0 800000"
                                + " -maxrate:v:0 800000 -bufsize:v:0 1600000 -map 0:a:0"
                                + " -program program_num=1:st=0:st=1"
                                + " -c:v libx264 -preset veryfast -profile:v main -r 25"
                                + " -pix_fmt yuv420p -sc_threshold 0"
                                + " -force_key_frames expr:gte(t,n_forced*2) -g 600"
                                + " -c:a aac -b:a 96000 -ar 44100 -ac 1"
                                + " -tune zerolatency"
                                + " -copyts -mpegts_copyts 1 -muxdelay 0 -muxpreload 0"
                                + " -flush_packets 1");
    }

    @Test
    void whatIsNotThereIsNotAskedFor() throws NoPlanException {
        var silent = new Form(EnumSet.of(TrackKind.VIDEO), 1280, 720, true);
        assertThat(words(plan(engine(plain("copy"), sound("aac"), "a/b"), silent)))
                .startsWith("-map 0:v:0 -program program_num=1:st=0 -c:v copy -copyts");
        var dark = new Form(EnumSet.of(TrackKind.AUDIO), 0, 0, false);
        Plan heard = plan(engine(plain("libx264"), sound("aac"), "a/b"), dark);
        assertThat(words(heard))
                .startsWith("-map 0:a:0 -program program_num=1:st=0 -c:a aac -copyts");
        assertThat(heard.inputArgs()).endsWith("-f", "flv");
    }

    @Test
    void aLadderIsOneProgramForEachRenditionThatIsNotLarger() throws NoPlanException {
        Engine ladder =
                engine(
                        plain("libx264"),
                        sound("copy"),
                        "[app]/[stream]_[rendition]",
                        new Rendition(1080, 5_000_000),
                        new Rendition(720, 2_500_000),
                        new Rendition(360, 900_000));
        Plan plan = plan(ladder, WIDE);
        assertThat(plan.outputs())
                .containsExactly(channel("live/cam_720p"), channel("live/cam_360p"));
        assertThat(words(plan))
                .startsWith(
                        "-map 0:v:0 -filter:v:0 scale=-2:720 -b:v:0 2500000 -maxrate:v:0 2500000"
                                + " -bufsize:v:0 5000000 -map 0:a:0"
                                + " -program program_num=1:st=0:st=1"
                                + " -map 0:v:0 -filter:v:1 scale=-2:360 -b:v:1 900000"
                                + " -maxrate:v:1 900000 -bufsize:v:1 1800000 -map 0:a:0"
                                + " -program program_num=2:st=2:st=3 -c:v libx264")
                .contains("-enc_time_base:v -1 -force_key_frames source ");
        Plan upright = plan(ladder, new Form(BOTH, 720, 1280, true));
        assertThat(words(upright)).contains("scale=720:-2").contains("scale=360:-2");
    }

    @ParameterizedTest
    @CsvSource({
        "[app]/[stream]_[engine], live/cam, live/cam_sd",
        "[app]/[stream]_[engine], live/cam?vhost=tv.example, live/cam_sd?vhost=tv.example",
        "sd/[stream]?vhost=[vhost], live/cam?vhost=tv.example, sd/cam?vhost=tv.example",
        "[stream]/x?vhost=cdn.example, live/eu/cam, cam/x?vhost=cdn.example",
    })
    void outputsAreNamedAfterTheChannel(String output, String name, String expected)
            throws NoPlanException {
        Engine engine = engine(plain("libx264"), sound("copy"), output);
        assertThat(Plan.of(engine, channel(name), WIDE).outputs())
                .containsExactly(channel(expected));
    }

    @Test
    void whyNothingIsMadeIsSaid() {
        Engine itself = engine(plain("libx264"), sound("copy"), "[app]/[stream]");
        refused(itself, WIDE, "its output would be itself");
        Engine wrong = engine(plain("libx264"), sound("copy"), "[app]/../x");
        refused(wrong, WIDE, "its output cannot be live/../x");
        Engine heard = engine(plain("none"), sound("aac"), "a/b");
        refused(
                heard,
                new Form(EnumSet.of(TrackKind.VIDEO), 16, 16, true),
                "it has nothing that is wanted");
        Engine ladder = engine(plain("libx264"), sound("copy"), "a/b", new Rendition(720, 1));
        refused(ladder, new Form(BOTH, 320, 180, true), "320x180 is smaller than all renditions");
        refused(ladder, new Form(BOTH, 0, 0, true), "the size of its picture is not known");
    }

    private static void refused(Engine engine, Form form, String why) {
        assertThatExceptionOfType(NoPlanException.class)
                .isThrownBy(() -> plan(engine, form))
                .withMessageContaining(why);
    }
}
