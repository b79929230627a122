package dev.millrace.hook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BreakerTest {
    private final AtomicLong nowNs = new AtomicLong();
    private final Breaker breaker = new Breaker(nowNs::get);

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            breaker.failed();
        }
    }

    @Test
    void fewFailuresChangeNothing() {
        fail(Breaker.FAILURES_MAX - 1);
        assertThat(breaker.lets()).isTrue();
        breaker.succeeded();
        fail(Breaker.FAILURES_MAX - 1);
        assertThat(breaker.isOpen()).isFalse();
    }

    @Test
    void afterSomeInARowNobodyCallsForAWhileAndThenOneTries() {
        fail(Breaker.FAILURES_MAX);
        assertThat(breaker.isOpen()).isTrue();
        assertThat(breaker.lets()).isFalse();
        nowNs.addAndGet(Breaker.REST.toNanos());
        assertThat(breaker.lets()).isTrue();
        assertThat(breaker.lets()).isFalse();
        breaker.failed();
        assertThat(breaker.lets()).isFalse();
        nowNs.addAndGet(Breaker.REST.toNanos());
        assertThat(breaker.lets()).isTrue();
        breaker.succeeded();
        assertThat(breaker.lets()).isTrue();
        assertThat(breaker.isOpen()).isFalse();
    }
}
