package dev.millrace.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.bytes.ProtocolException.Malformed;
import dev.millrace.bytes.ProtocolException.OverLimit;
import org.junit.jupiter.api.Test;

class ProtocolExceptionTest {
    @Test
    void peersCannotMakeUsWalkTheStack() {
        assertThat(new Malformed("why").getStackTrace()).isEmpty();
    }

    @Test
    void aLimitLetsItselfThroughAndNothingAbove() throws Exception {
        assertThat(ProtocolException.requireAtMost("size", 10, 10)).isEqualTo(10);
        assertThatThrownBy(() -> ProtocolException.requireAtMost("size", 11, 10))
                .isInstanceOf(OverLimit.class)
                .hasMessage("size is 11, more than the limit of 10");
        assertThatThrownBy(() -> ProtocolException.requireAtMost("size", 1L << 32, 10))
                .isInstanceOf(OverLimit.class);
        assertThatThrownBy(() -> ProtocolException.requireAtMost("size", -1, 10))
                .isInstanceOf(OverLimit.class);
    }
}
