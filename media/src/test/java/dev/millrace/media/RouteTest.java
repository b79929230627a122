package dev.millrace.media;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class RouteTest {
    @Test
    void aServerThatWasPassedIsALoop() {
        var route = new Route("", List.of("a", "b"), "");
        assertThat(route.isLoop("a")).isTrue();
        assertThat(route.isLoop("c")).isFalse();
        assertThat(new Route("", route.through("c"), "").isLoop("c")).isTrue();
        assertThat(Route.DIRECT.isLoop("a")).isFalse();
    }

    @Test
    void whichSessionItIsIsToldOn() {
        var route = new Route("", List.of("edge;session=s7"), "s12");
        assertThat(route.through("origin"))
                .containsExactly("edge;session=s7", "origin;session=s12");
        assertThat(route.isLoop("edge")).isTrue();
        assertThat(route.isLoop("origin")).isFalse();
    }

    @Test
    void aWayWithoutEndIsALoop() {
        var route = new Route("", Collections.nCopies(Route.HOPS_MAX, "other"), "");
        assertThat(route.isLoop("a")).isTrue();
    }

    @Test
    void isReadAsItIsWritten() {
        List<String> via = List.of("millrace-1", "cdn.example:80");
        assertThat(Route.parse(Route.text(via))).isEqualTo(via);
        assertThat(Route.parse("a; session=s12 ,b;session=s3;x=1, c;session=%0A"))
                .containsExactly("a;session=s12", "b;session=s3", "c");
        assertThat(Route.parse("a; x=\"1\", b c, ,d")).containsExactly("a", "d");
        assertThat(Route.parse("")).isEmpty();
    }

    @FuzzTest(maxDuration = "5s")
    void whatIsReadCanBeToldOn(byte[] bytes) {
        List<String> via = Route.parse(new String(bytes, StandardCharsets.UTF_8));
        assertThat(Route.parse(Route.text(via))).isEqualTo(via);
    }
}
