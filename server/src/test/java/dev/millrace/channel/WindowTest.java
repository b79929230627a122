package dev.millrace.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowTest {
    private record Numbers(long sequence, boolean independent) implements Numbered {
        @Override
        public long startDtsUs() {
            return sequence * 1_000_000;
        }
    }

    /// A window from group 5 on: `I` stands for an independent group, `d` for a dependent one.
    private static Window<Numbers> window(String groups) {
        Window<Numbers> window = Window.empty();
        for (int i = 0; i < groups.length(); i++) {
            window = window.plus(new Numbers(5 + i, groups.charAt(i) == 'I'));
        }
        return window;
    }

    @ParameterizedTest
    @CsvSource({
        // groups, entry, oldest independent
        "I, 5, 5",
        "III, 7, 5",
        "Idd, 5, 5",
        "dId, 6, 6",
        "dIdId, 8, 6",
        "ddd, 7, 7"
    })
    void whereToStart(String groups, long entry, long oldest) {
        assertThat(window(groups).entry().map(Numbers::sequence)).contains(entry);
        assertThat(window(groups).oldestIndependent().map(Numbers::sequence)).contains(oldest);
    }

    @Test
    void findsByNumber() {
        Window<Numbers> window = window("IdI");
        assertThat(window.find(4)).isEmpty();
        assertThat(window.find(5)).contains(new Numbers(5, true));
        assertThat(window.find(7)).contains(new Numbers(7, true));
        assertThat(window.find(8)).isEmpty();
        assertThat(window.find(Long.MAX_VALUE)).isEmpty();
    }

    @Test
    void losesTheOldest() {
        Window<Numbers> window = window("IIdI").withoutOldest(2);
        assertThat(window.groups().stream().map(Numbers::sequence).collect(Collectors.toList()))
                .containsExactly(7L, 8L);
        assertThat(window.find(6)).isEmpty();
        assertThat(window.find(7)).isPresent();
    }

    @Test
    void emptyHasNoWayIn() {
        Window<Numbers> window = Window.empty();
        assertThat(window.isEmpty()).isTrue();
        assertThat(window.entry()).isEqualTo(Optional.empty());
        assertThat(window.oldestIndependent()).isEmpty();
        assertThat(window.find(1)).isEmpty();
    }

    @Test
    void isNeverChanged() {
        Window<Numbers> before = window("I");
        Window<Numbers> after = before.plus(new Numbers(6, true));
        assertThat(before.size()).isEqualTo(1);
        assertThat(after.size()).isEqualTo(2);
    }
}
