package dev.millrace.rtmp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.amf.AmfFields;
import dev.millrace.amf.AmfValue;
import dev.millrace.amf.AmfValue.AmfStrictArray;
import dev.millrace.flv.FourCc;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CapabilitiesTest {
    private static AmfValue list(String... names) {
        return new AmfStrictArray(Arrays.stream(names).map(AmfValue::of).toList());
    }

    private static Set<FourCc> takes(String property, AmfValue value) {
        var announced = Capabilities.of(new AmfFields().put(property, value).toObject());
        assertThat(announced.announced()).isTrue();
        return announced.takes();
    }

    @Test
    void whoSaysNothingTakesNothing() {
        AmfValue plain = new AmfFields().put("app", "live").toObject();
        assertThat(Capabilities.of(plain)).isEqualTo(Capabilities.NONE);
        assertThat(Capabilities.of(AmfValue.of("no object"))).isEqualTo(Capabilities.NONE);
    }

    @Test
    void theListOfVersion1() {
        assertThat(takes("fourCcList", list("hvc1", "Opus", "xxxx")))
                .containsExactlyInAnyOrder(FourCc.HEVC, FourCc.OPUS);
        assertThat(takes("fourCcList", list("*"))).containsExactly(FourCc.values());
        assertThat(takes("fourCcList", AmfValue.of("hvc1"))).isEmpty();
        assertThat(takes("fourCcList", new AmfStrictArray(List.of(AmfValue.of(7))))).isEmpty();
    }

    @Test
    void theMapsOfVersion2() {
        AmfValue video = new AmfFields().put("av01", 1).put("vp09", 2).put("hvc1", 4).toObject();
        assertThat(takes("videoFourCcInfoMap", video))
                .containsExactlyInAnyOrder(FourCc.AV1, FourCc.HEVC); // VP9 it can only encode
        assertThat(takes("audioFourCcInfoMap", new AmfFields().put("*", 4).toEcmaArray()))
                .containsExactlyInAnyOrder(
                        FourCc.AAC, FourCc.MP3, FourCc.OPUS, FourCc.AC3, FourCc.EAC3, FourCc.FLAC);
        assertThat(takes("audioFourCcInfoMap", AmfValue.of(4))).isEmpty();
    }

    @Test
    void whatIsAnnouncedIsUnderstood() {
        var fields = new AmfFields();
        Capabilities.announce(fields, Capabilities.CAN_FORWARD);
        assertThat(Capabilities.of(fields.toObject()))
                .isEqualTo(
                        new Capabilities(
                                true,
                                Set.of(FourCc.values()),
                                Capabilities.MULTITRACK
                                        | Capabilities.MOD_EX
                                        | Capabilities.TIMESTAMP_NANO_OFFSET));
    }
}
