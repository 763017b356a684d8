package dev.weft.checkpoint.s3;

import dev.weft.checkpoint.StoreException;
import dev.weft.checkpoint.StoreException.Kind;
import dev.weft.checkpoint.store.StoreCall;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;

/** Says what an answer of S3, or the lack of one, means for a store. */
final class S3Troubles {
    private static final Duration MOST_SKEW = Duration.ofMinutes(5);

    private final S3Address address;
    private final String at;
    private final SdkException e;

    private S3Troubles(StoreCall call, S3Address address, SdkException e) {
        this.address = address;
        this.at = call.failedAt(address) + ": ";
        this.e = e;
    }

    static StoreException of(StoreCall call, S3Address address, SdkException e) {
        return causeOf(e, StoreException.class).orElseGet(() -> {
            var troubles = new S3Troubles(call, address, e);
            return e instanceof AwsServiceException answer ? troubles.answered(answer) : troubles.unanswered();
        });
    }

    private StoreException answered(AwsServiceException answer) {
        String code = codeOf(answer);
        return switch (code) {
            case "NoSuchBucket" ->
                no(
                        Kind.NO_PLACE,
                        "there is no bucket " + address.bucket() + ": make it (aws s3 mb s3://" + address.bucket()
                                + "), or name another");
            case "PermanentRedirect", "AuthorizationHeaderMalformed", "IllegalLocationConstraintException" ->
                no(Kind.NO_PLACE, "the bucket is in another region" + regionOf(answer));
            case "RequestTimeTooSkewed" -> skewed(answer);
            case "InvalidAccessKeyId", "SignatureDoesNotMatch" ->
                no(
                        Kind.DENIED,
                        "the credentials are wrong (" + code
                                + "): check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE");
            case "ExpiredToken", "TokenRefreshRequired", "InvalidToken" ->
                no(Kind.DENIED, "the session token is not valid (" + code + "): log in again");
            case "NoSuchKey", "NoSuchUpload" -> no(Kind.ABSENT, "it is not there (" + code + ")");
            case "InvalidRange" -> no(Kind.TRUNCATED, "it ends before these bytes");
            case "XMinioStorageFull", "QuotaExceeded", "ServiceQuotaExceeded" ->
                no(Kind.FULL, "the store is full (" + code + "): make room, or name another");
            case "MethodNotAllowed", "XMinioReadOnly" ->
                no(Kind.READ_ONLY, "the store takes no writes (" + code + "): name another");
            case "NotImplemented" ->
                no(
                        Kind.UNSUITABLE,
                        "the store doesn't know this request (NotImplemented): use one that honours \"If-None-Match: *\"");
            default -> byStatus(answer, code);
        };
    }

    private StoreException byStatus(AwsServiceException answer, String code) {
        String said = answer.statusCode() + (code.isEmpty() ? "" : " " + code);
        return switch (answer.statusCode()) {
            case 301, 307 -> no(Kind.NO_PLACE, "the bucket is in another region" + regionOf(answer));
            case 401, 403 ->
                skewOf(answer).compareTo(MOST_SKEW) > 0
                        ? skewed(answer)
                        : no(
                                Kind.DENIED,
                                "access is denied (" + said
                                        + "): the credentials need s3:ListBucket on the bucket, and s3:GetObject, s3:PutObject,"
                                        + " s3:DeleteObject and s3:AbortMultipartUpload below it");
            case 404 -> no(Kind.ABSENT, "it is not there (" + said + ")");
            case 409 -> no(Kind.BUSY, "two writers met (" + said + ")");
            case 429 -> no(Kind.BUSY, "the store asks for patience (" + said + ")");
            case 408 -> perhaps(Kind.TIMEOUT, "the store waited too long for it (" + said + ")");
            case 507 -> no(Kind.FULL, "the store is full (" + said + "): make room, or name another");
            default ->
                answer.statusCode() >= 500
                        ? perhaps(Kind.BUSY, "the store has trouble (" + said + ")")
                        : no(Kind.FAILED, "the store refuses it (" + said + ": " + messageOf(answer) + ")");
        };
    }

    private StoreException skewed(AwsServiceException answer) {
        long minutes = skewOf(answer).toMinutes();
        String apart = minutes == 0 ? "" : " by about " + minutes + " min";
        return no(
                Kind.CLOCK_SKEW,
                "this host's clock and the store's differ" + apart
                        + " (RequestTimeTooSkewed): set the clock (timedatectl set-ntp true)");
    }

    /** How far the clocks are apart. */
    private static Duration skewOf(AwsServiceException answer) {
        return header(answer, "Date")
                .flatMap(S3Troubles::date)
                .map(theirs -> Duration.between(theirs, Instant.now()).abs())
                .orElse(Duration.ZERO);
    }

    private static Optional<Instant> date(String text) {
        try {
            return Optional.of(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static String regionOf(AwsServiceException answer) {
        return header(answer, "x-amz-bucket-region")
                .map(region -> ", " + region + ": set AWS_REGION=" + region)
                .orElse(": set AWS_REGION to it");
    }

    private static Optional<String> header(AwsServiceException answer, String name) {
        var details = answer.awsErrorDetails();
        return details == null || details.sdkHttpResponse() == null
                ? Optional.empty()
                : details.sdkHttpResponse().firstMatchingHeader(name);
    }

    private static String codeOf(AwsServiceException answer) {
        var details = answer.awsErrorDetails();
        return details == null || details.errorCode() == null ? "" : details.errorCode();
    }

    private static String messageOf(AwsServiceException answer) {
        var details = answer.awsErrorDetails();
        return details == null ? "no details" : String.valueOf(details.errorMessage());
    }

    private StoreException unanswered() {
        if (e instanceof AbortedException || has(InterruptedException.class)) {
            Thread.currentThread().interrupt();
            return perhaps(Kind.INTERRUPTED, "interrupted");
        }
        if (e instanceof ApiCallAttemptTimeoutException || e instanceof ApiCallTimeoutException) {
            return perhaps(Kind.TIMEOUT, "no answer in time");
        }
        return fromMessage(String.valueOf(e.getMessage()));
    }

    private StoreException fromMessage(String message) {
        if (message.contains("Unable to load credentials") || message.contains("Access key ID cannot be blank")) {
            return no(
                    Kind.DENIED,
                    "found no credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE, or give the host a role");
        }
        if (message.contains("Unable to load region")) {
            return no(Kind.NO_PLACE, "the region is not known: set AWS_REGION, or add ?region=NAME to the address");
        }
        if (has(UnknownHostException.class)) {
            return no(Kind.UNREACHABLE, "there is no such host" + hint());
        }
        if (has(ConnectException.class) || has(NoRouteToHostException.class)) {
            return no(Kind.UNREACHABLE, "no connection (" + message + ")" + hint());
        }
        if (has(SSLHandshakeException.class) || has(SSLPeerUnverifiedException.class)) {
            return no(Kind.FAILED, "no secure connection (" + message + ")" + hint());
        }
        return perhaps(Kind.UNREACHABLE, "the connection broke (" + message + ")");
    }

    private String hint() {
        return address.endpoint().isPresent()
                ? ": is the endpoint right?"
                : ": is AWS_ENDPOINT_URL or AWS_REGION right?";
    }

    private StoreException no(Kind kind, String why) {
        return StoreException.of(kind, at + why, e);
    }

    private StoreException perhaps(Kind kind, String why) {
        return StoreException.undecided(kind, at + why, e);
    }

    private boolean has(Class<? extends Throwable> type) {
        return causeOf(e, type).isPresent();
    }

    private static <T extends Throwable> Optional<T> causeOf(Throwable e, Class<T> type) {
        return Stream.iterate(e, at -> at != null, Throwable::getCause)
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst();
    }
}
