package dev.weft.checkpoint.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.checkpoint.Body;
import dev.weft.checkpoint.ObjectStore;
import dev.weft.checkpoint.ObjectStore.Entry;
import dev.weft.checkpoint.ObjectStores;
import dev.weft.checkpoint.StoreException;
import dev.weft.checkpoint.StoreException.Kind;
import dev.weft.checkpoint.store.Limits;
import dev.weft.checkpoint.store.ObjectStoreContract;
import dev.weft.checkpoint.store.Retries;
import dev.weft.checkpoint.store.StoreOptions;
import dev.weft.checkpoint.store.StoreProbe;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkGlobalTime;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** The store alone, against S3Proxy. */
final class S3StoreTest extends ObjectStoreContract {
    private static final StoreOptions HASTY = StoreOptions.defaults()
            .withRetries(new Retries(Duration.ofMillis(1), Duration.ofMillis(10), Duration.ofMillis(300)));

    private final S3Server server = S3Server.running();

    @Override
    protected ObjectStore open() throws StoreException {
        return server.newStore(server.endpoint(), Limits.DEFAULT);
    }

    @Test
    void opensByItsAddress() throws StoreException {
        String bucket = server.newBucket().getFileName().toString();
        try (var jobs = ObjectStores.open("s3://" + bucket + "/jobs/?endpoint=" + server.endpoint());
                var whole = ObjectStores.open("s3://" + bucket + "?region=eu-west-1&endpoint=" + server.endpoint())) {
            StoreProbe.prove(jobs);
            jobs.put("7/epochs/1", Body.of("one"));

            assertThat(whole.get("jobs/7/epochs/1")).hasValue("one".getBytes(UTF_8));
            assertThat(whole.list("", "", 10)).containsExactly(new Entry("jobs/7/epochs/1", 3));
            assertThat(jobs).hasToString("s3://" + bucket + "/jobs at " + server.endpoint());
        }
    }

    @Test
    void namesAMissingBucket() throws StoreException {
        try (var missing = ObjectStores.open("s3://weft-missing/jobs?endpoint=" + server.endpoint(), HASTY)) {
            assertFails(Kind.NO_PLACE, () -> StoreProbe.prove(missing))
                    .withMessageContaining("to s3://weft-missing/jobs at " + server.endpoint()
                            + ": there is no bucket weft-missing: make it (aws s3 mb s3://weft-missing)");
            assertFails(Kind.NO_PLACE, () -> missing.list("", "", 1));
            assertFails(Kind.NO_PLACE, () -> missing.upload("part", 5 << 20));
        }
    }

    @Test
    void namesWrongCredentials() throws StoreException {
        try (var wrongSecret = with(credentials(S3Server.KEY_ID, "weft-wrong-secret"));
                var wrongKey = with(credentials("weft-nobody", S3Server.SECRET))) {
            for (var wrong : new ObjectStore[] {wrongSecret, wrongKey}) {
                assertFails(Kind.DENIED, () -> wrong.create("epochs/1", Body.of("one")))
                        .withMessageContaining("can't create epochs/1 in s3://")
                        .withMessageContaining("the credentials are wrong")
                        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("secret"));
                assertFails(Kind.DENIED, () -> wrong.get("epochs/1"));
            }
        }
    }

    @Test
    void namesMissingCredentials() throws StoreException {
        var none = AwsCredentialsProviderChain.builder()
                .addCredentialsProvider(EnvironmentVariableCredentialsProvider.create())
                .build();
        try (var store = with(client -> client.credentialsProvider(none))) {
            assertFails(Kind.DENIED, () -> store.get("key"))
                    .withMessageContaining("found no credentials: set AWS_ACCESS_KEY_ID");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3600, -3600})
    void namesAClockThatIsAnHourOff(int seconds) throws StoreException {
        SdkGlobalTime.setGlobalTimeOffset(seconds);
        try (var off = server.newStore(server.endpoint(), Limits.DEFAULT)) {
            assertFails(Kind.CLOCK_SKEW, () -> off.put("key", Body.of("bytes")))
                    .withMessageContaining("can't write key to s3://")
                    .withMessageContaining("this host's clock and the store's differ");
        } finally {
            SdkGlobalTime.setGlobalTimeOffset(0);
        }
    }

    @Test
    void namesAServerThatIsNotThere() throws StoreException {
        try (var nowhere = ObjectStores.open("s3://bucket?endpoint=http://127.0.0.1:1", HASTY);
                var unknown = ObjectStores.open("s3://bucket?endpoint=http://no-such-host.invalid", HASTY)) {
            assertFails(Kind.UNREACHABLE, () -> nowhere.get("key"))
                    .withMessageContaining("can't read key from s3://bucket at http://127.0.0.1:1: no connection")
                    .withMessageContaining("given up after");
            assertFails(Kind.UNREACHABLE, () -> unknown.get("key")).withMessageContaining("there is no such host");
        }
    }

    @Test
    void anInterruptEndsACall() throws StoreException {
        Thread.currentThread().interrupt();

        assertFails(Kind.INTERRUPTED, () -> store.put("key", Body.of("bytes")));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(store.get("key")).isEmpty();
    }

    /** Changes a client before it is built. */
    private interface Change {
        void change(S3ClientBuilder client);
    }

    private static Change credentials(String key, String secret) {
        return client ->
                client.credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(key, secret)));
    }

    private S3Store with(Change change) throws StoreException {
        var address = S3Address.parse("s3://" + server.newBucket().getFileName() + "?endpoint=" + server.endpoint());
        var client = S3Client.builder()
                .httpClientBuilder(Apache5HttpClient.builder())
                .region(Region.US_EAST_1)
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(S3Server.KEY_ID, S3Server.SECRET)))
                .endpointOverride(URI.create(server.endpoint().toString()))
                .forcePathStyle(true);
        change.change(client);
        return new S3Store(client.build(), address, Limits.DEFAULT);
    }
}
