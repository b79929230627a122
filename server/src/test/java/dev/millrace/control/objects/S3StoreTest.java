package dev.millrace.control.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.segment.SegmentId;
import dev.millrace.testing.FaultyProxy;
import dev.millrace.testing.FaultyProxy.Fault;
import dev.millrace.testing.S3Server;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Against a real server, with a proxy in front of it that spoils things.
class S3StoreTest extends ObjectStoreContract {
    private static final S3Keys KEYS = new S3Keys(S3Server.KEY, S3Server.SECRET);

    /// A server that does not answer is given up soon.
    private static final S3Limits HASTY =
            new S3Limits(Duration.ofSeconds(6), Duration.ofSeconds(2), Duration.ofSeconds(2));

    private final FaultyProxy proxy = FaultyProxy.before(S3Server.get().port());
    private final String bucket = S3Server.get().freshBucket();

    @Override
    ObjectStore open() {
        return S3Store.open(place("/some/prefix"), Optional.of(KEYS), HASTY);
    }

    private S3Place place(String prefix) {
        return S3Place.parse(
                "s3://%s%s?path-style=true&endpoint=http://127.0.0.1:%d"
                        .formatted(bucket, prefix, proxy.port()));
    }

    @AfterEach
    void closeProxy() {
        proxy.close();
    }

    @Test
    void othersInTheBucketAreNotDisturbed() throws Exception {
        put("a.ts", bytes(9));
        try (ObjectStore other = S3Store.open(place(""), Optional.of(KEYS), HASTY)) {
            assertThat(other.list(Optional.empty(), 9))
                    .singleElement()
                    .matches(object -> object.key().equals("some/prefix/a.ts"));
            other.put("z.ts", bytes(1), SegmentId.hash(bytes(1)));
        }
        assertThat(keys()).containsExactly("a.ts");
    }

    @Test
    void aBusyServerIsAskedAgain() throws Exception {
        proxy.fail(Fault.BUSY, 2);
        put("a.ts", bytes(5000));
        assertThat(proxy.requests("PUT")).isEqualTo(3);
        proxy.fail(Fault.BUSY, 1);
        assertThat(store.get("a.ts")).isEqualTo(bytes(5000));
    }

    @Test
    void aServerThatStaysBusyIsGivenUp() throws Exception {
        put("a.ts", bytes(50));
        proxy.fail(Fault.BUSY, 1000);
        assertThatThrownBy(() -> put("b.ts", bytes(50)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("s3://" + bucket)
                .hasMessageContaining("b.ts")
                .hasMessageNotContaining(S3Server.SECRET);
        assertThatThrownBy(() -> store.get("a.ts"))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(NoSuchObjectException.class);
        assertThat(proxy.requests("PUT")).as("bounded").isLessThan(10);
        proxy.fail(Fault.NONE, 0);
        assertThat(keys()).as("nothing looks like the object").containsExactly("a.ts");
        put("b.ts", bytes(50));
    }

    @Test
    void aWrongTagMakesItReadTheObjectBack() throws Exception {
        proxy.fail(Fault.WRONG_TAG, 1);
        put("a.ts", bytes(5000));
        assertThat(proxy.requests("GET")).as("read back").isEqualTo(1);
        assertThat(store.get("a.ts")).isEqualTo(bytes(5000));
    }

    @Test
    void whatWasDamagedOnItsWayIsNotTaken() throws Exception {
        proxy.fail(Fault.DAMAGED_BODY, 1000);
        assertThatThrownBy(() -> put("a.ts", bytes(5000))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> put("b.ts", bytes(9 << 20))).isInstanceOf(IOException.class);
        proxy.fail(Fault.NONE, 0);
        assertThat(keys()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"SLOW", "SILENT"})
    void patienceHasAnEnd(Fault fault) throws Exception {
        put("a.ts", bytes(1_000_000));
        proxy.fail(fault, 1000);
        // Who was patient without end would have it, or wait for ever.
        assertThatThrownBy(() -> store.get("a.ts"))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(NoSuchObjectException.class);
        proxy.fail(Fault.NONE, 0);
        assertThat(store.get("a.ts")).hasSize(1_000_000);
    }

    @Test
    void aServerThatIsAwayIsAnError() {
        proxy.close();
        assertThatThrownBy(() -> put("a.ts", bytes(5))).isInstanceOf(IOException.class);
    }

    @Test
    void aBucketThatIsNotThereIsNoMissingObject() throws Exception {
        S3Place nowhere =
                S3Place.parse(
                        "s3://nowhere?path-style=true&endpoint=http://127.0.0.1:" + proxy.port());
        try (ObjectStore none = S3Store.open(nowhere, Optional.of(KEYS), HASTY)) {
            assertThatThrownBy(() -> none.list(Optional.empty(), 1))
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(NoSuchObjectException.class);
        }
    }

    @Test
    void wrongKeysAreSaidToBeWrong() throws Exception {
        var wrong = new S3Keys(S3Server.KEY, "not-the-secret");
        try (ObjectStore none = S3Store.open(place(""), Optional.of(wrong), HASTY)) {
            assertThatThrownBy(() -> none.put("a", bytes(1), hashOf(1)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("403")
                    .hasMessageNotContaining("not-the-secret");
        }
        assertThat(wrong.toString()).isEqualTo(S3Server.KEY);
    }

    private static String hashOf(int length) {
        return SegmentId.hash(bytes(length));
    }

    @Test
    void manyObjectsAreListedInPieces() throws Exception {
        for (int i = 0; i < 30; i++) {
            put("n/%02d.ts".formatted(i), bytes(1));
        }
        assertThat(store.list(Optional.of("n/09.ts"), 15))
                .hasSize(15)
                .first()
                .matches(object -> object.key().equals("n/10.ts"));
        assertThat(List.copyOf(keys())).hasSize(30);
    }
}
