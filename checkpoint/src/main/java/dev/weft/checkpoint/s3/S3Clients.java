package dev.weft.checkpoint.s3;

import dev.weft.checkpoint.store.Limits;
import dev.weft.checkpoint.store.UploadParts;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileFileSystemSetting;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/**
 * The SDK's client, set for any store that speaks S3: no checksum trailers and no chunked signatures, which some don't know. Attempts and their number
 * are {@link dev.weft.checkpoint.store.RetryingStore}'s business; the limit of one is set with each request.
 */
final class S3Clients {
    private static final Duration CONNECT = Duration.ofSeconds(5);

    private S3Clients() {}

    static S3Client client(S3Address address, Limits limits, int parallel) {
        var builder = S3Client.builder()
                .httpClientBuilder(Apache5HttpClient.builder()
                        .maxConnections(parallel)
                        .connectionTimeout(CONNECT)
                        .connectionAcquisitionTimeout(limits.attempt())
                        .socketTimeout(limits.forBytes(UploadParts.MOST_BYTES)))
                .credentialsProvider(DefaultCredentialsProvider.builder().build())
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .overrideConfiguration(override -> override.retryStrategy(AwsRetryStrategy.doNotRetry()));
        place(builder, address);
        return builder.build();
    }

    /** A store of one's own rarely has a host name for each bucket, nor regions. */
    private static void place(S3ClientBuilder builder, S3Address address) {
        address.endpoint().ifPresent(builder::endpointOverride);
        address.region().map(Region::of).ifPresent(builder::region);
        boolean own = address.endpoint().isPresent() || ownEndpoint().isPresent();
        if (own && address.region().isEmpty() && regionSetting().isEmpty()) {
            builder.region(Region.US_EAST_1);
        }
        builder.serviceConfiguration(s3 -> s3.pathStyleAccessEnabled(own).chunkedEncodingEnabled(false));
    }

    /** What the SDK itself will find. */
    private static Optional<String> ownEndpoint() {
        return firstOf(
                System.getProperty("aws.endpointUrlS3"),
                System.getenv("AWS_ENDPOINT_URL_S3"),
                System.getProperty("aws.endpointUrl"),
                System.getenv("AWS_ENDPOINT_URL"),
                profileSetting("endpoint_url"));
    }

    private static Optional<String> regionSetting() {
        return firstOf(System.getProperty("aws.region"), System.getenv("AWS_REGION"), profileSetting("region"));
    }

    private static String profileSetting(String name) {
        String profile = ProfileFileSystemSetting.AWS_PROFILE.getStringValueOrThrow();
        return ProfileFile.defaultProfileFile()
                .profile(profile)
                .flatMap(settings -> settings.property(name))
                .orElse("");
    }

    private static Optional<String> firstOf(String... settings) {
        return Stream.of(settings)
                .filter(text -> text != null && !text.isEmpty())
                .findFirst();
    }
}
