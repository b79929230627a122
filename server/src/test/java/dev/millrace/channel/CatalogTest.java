package dev.millrace.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.millrace.media.Track;
import dev.millrace.media.TrackKind;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class CatalogTest {
    private final Catalog both = Catalog.EMPTY.with(FakeConfig.AUDIO, 4).with(FakeConfig.VIDEO, 2);

    @Test
    void tracksComeInOrder() {
        assertThat(both.tracks())
                .containsExactly(new Track(2, FakeConfig.VIDEO), new Track(4, FakeConfig.AUDIO));
        assertThat(both.track(TrackKind.DATA)).isEmpty();
    }

    @Test
    void nobodyCanChangeIt() {
        Catalog more = both.with(FakeConfig.DATA, 1).withMetadata(Feed.bytes("title"));
        assertThat(both.tracks()).hasSize(2);
        assertThat(both.metadata()).isEmpty();
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> more.tracks().clear());
        ByteBuffer metadata = more.metadata().orElseThrow();
        assertThat(metadata.isReadOnly()).isTrue();
    }
}
