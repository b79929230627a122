package dev.millrace.bench.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SoakReportTest {
    @Test
    void filesThatStayOpenAreTold() {
        Health before = health(7, 50);
        assertThat(SoakReport.filesLeftOpen(List.of())).isZero();
        assertThat(SoakReport.filesLeftOpen(List.of(before, health(7, 600), health(7, 60))))
                .isZero();
        assertThat(SoakReport.filesLeftOpen(List.of(before, health(7, 61)))).isEqualTo(1);
        assertThat(SoakReport.filesLeftOpen(List.of(before, health(8, 90), health(7, 65))))
                .isEqualTo(5);
    }

    private static Health health(long pid, long files) {
        return new Health(pid, 0, 1 << 20, 20, files);
    }
}
