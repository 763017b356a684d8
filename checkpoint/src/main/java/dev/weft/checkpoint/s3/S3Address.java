package dev.weft.checkpoint.s3;

import dev.weft.checkpoint.StoreException;
import dev.weft.checkpoint.StoreException.Kind;
import dev.weft.checkpoint.store.Keys;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an address says: {@code s3://bucket/prefix?endpoint=URL&region=NAME}. No message repeats the part of an address that was not understood: it may be a
 * secret that doesn't belong there.
 *
 * @param prefix empty, or keys' beginning with a slash at its end
 */
record S3Address(String bucket, String prefix, Optional<URI> endpoint, Optional<String> region) {
    private static final Pattern FORM =
            Pattern.compile("s3://([^/?#]*)(?:/([^?#]*))?(?:\\?([^#]*))?", Pattern.CASE_INSENSITIVE);
    private static final Pattern BUCKET = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{1,254}");

    static S3Address parse(String address) throws StoreException {
        var parts = FORM.matcher(address);
        if (!parts.matches()) {
            throw wrong("it has another form");
        }
        String bucket = parts.group(1);
        if (bucket.contains("@")) {
            throw wrong("it has credentials in it, which others see in the list of processes; give them by"
                    + " AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or by AWS_PROFILE");
        }
        if (!BUCKET.matcher(bucket).matches()) {
            throw wrong("it has no bucket's name");
        }
        if (bucket.endsWith("--x-s3")) {
            throw wrong("the bucket is a directory bucket, which lists its objects in no order");
        }
        var query = Query.parse(parts.group(3));
        return new S3Address(
                bucket, prefix(parts.group(2)), Optional.ofNullable(query.endpoint), Optional.ofNullable(query.region));
    }

    private static String prefix(@Nullable String path) throws StoreException {
        String trimmed = path == null ? "" : path.replaceAll("/+$", "");
        if (trimmed.isEmpty()) {
            return "";
        }
        if (!Keys.isKey(trimmed)) {
            throw wrong(
                    "the prefix has other characters than A-Z a-z 0-9 . _ = + @ - /, an empty name, or one that begins with a dot");
        }
        return trimmed + "/";
    }

    private static StoreException wrong(String why) {
        return StoreException.of(
                Kind.NO_PLACE,
                "an s3: address looks like s3://bucket/prefix or s3://bucket/prefix?endpoint=https://host:port&region=name;"
                        + " this one can't be used: " + why);
    }

    private static final class Query {
        private @Nullable URI endpoint;
        private @Nullable String region;

        private static Query parse(@Nullable String text) throws StoreException {
            var query = new Query();
            if (text != null && !text.isEmpty()) {
                for (String setting : text.split("&", -1)) {
                    query.take(setting);
                }
            }
            return query;
        }

        private void take(String setting) throws StoreException {
            int equals = setting.indexOf('=');
            String name = equals < 0 ? setting : setting.substring(0, equals);
            String value = URLDecoder.decode(setting.substring(equals + 1), StandardCharsets.UTF_8);
            switch (name) {
                case "endpoint" -> endpoint = endpoint(value);
                case "region" -> region = value;
                default -> throw wrong("after the ? only endpoint=… and region=… are known");
            }
        }

        private static URI endpoint(String value) throws StoreException {
            if (!value.matches("https?://[A-Za-z0-9.\\[\\]:_-]+(/[A-Za-z0-9._~/-]*)?")) {
                throw wrong("its endpoint is no http://host:port or https://host:port");
            }
            return URI.create(value);
        }
    }

    /** As messages name it. */
    @Override
    public String toString() {
        String place = "s3://" + bucket + (prefix.isEmpty() ? "" : "/" + prefix.substring(0, prefix.length() - 1));
        return endpoint.map(url -> place + " at " + url).orElse(place);
    }
}
