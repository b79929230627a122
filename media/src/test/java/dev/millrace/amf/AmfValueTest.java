package dev.millrace.amf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.amf.AmfValue.AmfNull;
import dev.millrace.amf.AmfValue.AmfObject;
import dev.millrace.amf.AmfValue.AmfStrictArray;
import dev.millrace.amf.AmfValue.AmfTypedObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AmfValueTest {
    private static final AmfObject OBJECT =
            new AmfFields().put("app", "live").put("fps", 25).put("stereo", true).toObject();

    @Test
    void propertiesAreFoundByNameAndType() {
        assertThat(OBJECT.text("app", "")).isEqualTo("live");
        assertThat(OBJECT.number("fps", 0)).isEqualTo(25);
        assertThat(OBJECT.number("stereo", 0)).isEqualTo(1);
        assertThat(OBJECT.get("stereo").flatMap(AmfValue::asBoolean)).contains(true);
    }

    @Test
    void whatIsMissingOrOfAnotherTypeIsTheDefault() {
        assertThat(OBJECT.text("fps", "none")).isEqualTo("none");
        assertThat(OBJECT.number("app", -1)).isEqualTo(-1);
        assertThat(OBJECT.text("page", "none")).isEqualTo("none");
        assertThat(AmfNull.NULL.text("app", "none")).isEqualTo("none");
        assertThat(AmfValue.of("live").get("app")).isEmpty();
        assertThat(AmfValue.of("1").asNumber()).isEmpty();
        assertThat(AmfNull.NULL.asBoolean()).isEmpty();
    }

    @Test
    void everyValueWithPropertiesHasThem() {
        var typed = new AmfTypedObject("Cue", Map.of("name", AmfValue.of("x")));
        assertThat(typed.text("name", "")).isEqualTo("x");
        assertThat(new AmfFields().put("name", "x").toEcmaArray().text("name", "")).isEqualTo("x");
    }

    @Test
    void propertiesKeepTheirOrder() {
        assertThat(OBJECT.properties().keySet()).containsExactly("app", "fps", "stereo");
    }

    @Test
    void laterChangesDoNotReachAValue() {
        var properties = new HashMap<String, AmfValue>();
        var object = new AmfObject(properties);
        properties.put("late", AmfNull.NULL);
        assertThat(object.properties()).isEmpty();
        assertThatThrownBy(() -> object.properties().clear())
                .isInstanceOf(UnsupportedOperationException.class);

        var items = new ArrayList<AmfValue>();
        var array = new AmfStrictArray(items);
        items.add(AmfNull.NULL);
        assertThat(array.items()).isEqualTo(List.of());
    }
}
