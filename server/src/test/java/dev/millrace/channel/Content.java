package dev.millrace.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;

/// Checks one reader's stream of frames: every byte is where its writer put it, and no frame is
/// missing that the reader was not told of. Belongs to one thread.
///
/// A frame is known by its epoch and its number in it, which its composition offset carries; each
/// byte follows from these and its place.
final class Content {
    private long sequence;
    private int epoch;
    private int number = -1;
    private int lengthBytes;
    private int position;
    private boolean inFrame;
    private boolean sawZeros;

    static byte at(int epoch, int number, int position) {
        return (byte) (epoch * 59 + number * 31 + position * 7 + (position >> 8) + 1);
    }

    static ByteBuffer of(int epoch, int number, int lengthBytes) {
        byte[] bytes = new byte[lengthBytes];
        for (int i = 0; i < lengthBytes; i++) {
            bytes[i] = at(epoch, number, i);
        }
        return ByteBuffer.wrap(bytes);
    }

    /// @param joined whether the reader was told that it starts anew here
    void group(long newSequence, int newEpoch, boolean joined) {
        assertThat(inFrame).as("a group begins inside of frame %s", this).isFalse();
        assertThat(newEpoch).as("epoch after %s", this).isGreaterThanOrEqualTo(epoch);
        if (joined) {
            assertThat(newSequence).as("group after %s", this).isGreaterThan(sequence);
            number = Integer.MIN_VALUE;
        } else {
            assertThat(newSequence).as("group after %s", this).isEqualTo(sequence + 1);
        }
        if (!joined && newEpoch > epoch) {
            number = -1;
        }
        sequence = newSequence;
        epoch = newEpoch;
    }

    void begin(int newNumber, int newLengthBytes) {
        assertThat(inFrame).as("a frame begins inside of %s", this).isFalse();
        if (number != Integer.MIN_VALUE) {
            assertThat(newNumber).as("frame after %s", this).isEqualTo(number + 1);
        }
        number = newNumber;
        lengthBytes = newLengthBytes;
        position = 0;
        inFrame = true;
        sawZeros = false;
    }

    /// Consumes what belongs to the open frame.
    void payload(ByteBuffer bytes) {
        assertThat(inFrame).as("payload after %s", this).isTrue();
        for (; bytes.hasRemaining() && position < lengthBytes; position++) {
            byte is = bytes.get();
            if (sawZeros || is != at(epoch, number, position)) {
                sawZeros = true; // the rest of a torn frame
                if (is != 0) {
                    throw new AssertionError("%d in %s".formatted(is, this));
                }
            }
        }
    }

    void end(boolean torn) {
        assertThat(inFrame).as("the end of a frame after %s", this).isTrue();
        assertThat(position).as("length of %s", this).isEqualTo(lengthBytes);
        assertThat(torn || !sawZeros).as("zeros in %s", this).isTrue();
        inFrame = false;
    }

    boolean isInFrame() {
        return inFrame;
    }

    boolean awaitsPayload() {
        return inFrame && position < lengthBytes;
    }

    long sequence() {
        return sequence;
    }

    int epoch() {
        return epoch;
    }

    @Override
    public String toString() {
        return "group %d, epoch %d, frame %d, byte %d of %d"
                .formatted(sequence, epoch, number, position, lengthBytes);
    }
}
