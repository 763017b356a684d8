package dev.weft.checkpoint.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.weft.checkpoint.StoreException;
import dev.weft.checkpoint.StoreException.Kind;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class S3AddressTest {
    @ParameterizedTest
    @CsvSource({
        "s3://bucket,                   bucket,      ''",
        "S3://bucket/,                  bucket,      ''",
        "s3://my.bucket-1/jobs,         my.bucket-1, jobs/",
        "s3://my_bucket/a/b=c/d.e///,   my_bucket,   a/b=c/d.e/",
    })
    void understands(String address, String bucket, String prefix) throws StoreException {
        assertThat(S3Address.parse(address))
                .isEqualTo(new S3Address(bucket, prefix, Optional.empty(), Optional.empty()));
    }

    @Test
    void understandsWhatFollowsTheQuestionMark() throws StoreException {
        var address = S3Address.parse("s3://bucket/jobs?region=eu-west-1&endpoint=https%3A%2F%2F[::1]:9000/s3");

        assertThat(address.endpoint()).hasValue(URI.create("https://[::1]:9000/s3"));
        assertThat(address.region()).hasValue("eu-west-1");
        assertThat(address).hasToString("s3://bucket/jobs at https://[::1]:9000/s3");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s3://KEYID:hunter2@bucket/jobs",
                "s3://bucket/jobs?secret=hunter2",
                "s3://bucket/jobs?hunter2",
                "s3://bucket/jobs?endpoint=https://key:hunter2@host:9000",
                "s3://bucket/jobs?endpoint=ftp://hunter2",
                "s3://bucket/jobs#hunter2",
                "s3://bucket/hunter2 jobs",
                "s3:///hunter2",
                "s3://x/hunter2",
                "s3:hunter2",
                "s3://hunter2--x-s3/jobs",
            })
    void refusesWithoutRepeatingWhatMayBeASecret(String address) {
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> S3Address.parse(address))
                .withMessageContaining("s3://bucket/prefix")
                .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.NO_PLACE))
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("hunter2"));
    }
}
