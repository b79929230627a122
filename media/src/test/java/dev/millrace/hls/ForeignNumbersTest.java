package dev.millrace.hls;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/// Where numbers are usually written with other digits, playlists are not.
@Isolated("the locale is everyone's")
class ForeignNumbersTest {
    @Test
    void playlistsHaveNone() {
        List<String> here = playlists();
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            assertThat("%d".formatted(7)).isEqualTo("٧");
            assertThat(playlists()).isEqualTo(here);
        } finally {
            Locale.setDefault(before);
        }
    }

    private static List<String> playlists() {
        return PlaylistWriterTest.CASES.stream()
                .map(c -> PlaylistWriter.write(c.playlist()))
                .toList();
    }
}
