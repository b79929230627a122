package dev.millrace.control.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class S3PlaceTest {
    @Test
    void aBucketIsEnough() {
        assertThat(S3Place.parse("s3://tapes"))
                .isEqualTo(new S3Place("tapes", "", Optional.empty(), "us-east-1", false));
    }

    @Test
    void everythingCanBeSaid() {
        S3Place place =
                S3Place.parse(
                        "s3://tapes/a/b/?endpoint=http://box:9000&region=eu-central-1"
                                + "&path-style=true");
        assertThat(place)
                .isEqualTo(
                        new S3Place(
                                "tapes",
                                "a/b/",
                                Optional.of(URI.create("http://box:9000")),
                                "eu-central-1",
                                true));
        assertThat(place).hasToString("s3://tapes/a/b/ at http://box:9000");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    s3://                           | is no URL
                    s3://Tapes                      | the bucket is Tapes, but must be 3 to 63 small
                    s3://id:secret@tapes            | keys are settings of their own
                    s3://tapes/a b                  | is no URL
                    s3://tapes/../b                 | the key of an object is ../b
                    s3://tapes?zone=eu              | there is no option zone; there are endpoint
                    s3://tapes?path-style=yes       | path-style is yes, but must be true or false
                    s3://tapes?endpoint=box:9000    | endpoint must be like https://host:9000
                    s3://tapes?endpoint=http://u:secret@box | endpoint must be like
                    """)
    void mistakesAreExplained(String url, String message) {
        assertThatThrownBy(() -> S3Place.parse(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("secret");
    }

    @Test
    void otherStoresAreRefused() {
        assertThatThrownBy(
                        () -> ObjectStores.open("gs://tapes", Path.of("nowhere"), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("objects are at gs://…, but must be at s3://… or in a folder");
    }
}
