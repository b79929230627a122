package dev.millrace.channel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// What a viewer is given at once.
class WireSpanTest extends HouseFixture {
    @Test
    void whatIsLeftOfAGroupLeavesWithTheNextOne() throws Exception {
        Feed feed = house.publish();
        feed.gop(0, "A");
        Viewer ahead = Viewer.of(house.channel());
        Viewer viewer = Viewer.of(house.channel());
        assertThat(viewer.readTo("a;")).isEqualTo(ahead.readTo("a;"));
        feed.audio(60, "s").gop(80, "B");
        ahead.readTo("b;"); // so that it is rendered
        assertThat(viewer.next()).isEqualTo("A60:s;}{2 K80:B;I120:b;");
    }

    @Test
    void whoIsToBeToldOfTheNextGroupIsToldBeforeItsBytes() throws Exception {
        Feed feed = house.publish();
        feed.gop(0, "A");
        Viewer ahead = Viewer.of(house.channel());
        Viewer viewer = Viewer.of(house.channel());
        viewer.reader().restartWhere(start -> start.equals("group 2"));
        assertThat(viewer.readTo("a;")).isEqualTo(ahead.readTo("a;"));
        feed.gop(80, "B");
        ahead.readTo("b;");
        assertThat(viewer.next()).isEqualTo("}");
        assertThat(viewer.readTo("b;")).isEqualTo("@2 {2 K80:B;I120:b;");
    }
}
