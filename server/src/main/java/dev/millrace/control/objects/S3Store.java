package dev.millrace.control.objects;

import dev.millrace.segment.SegmentId;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// Objects in a bucket of a server that speaks S3. Any thread.
///
/// What is sent carries its checksums, so that the server refuses what was damaged on its way; what
/// the server says it has got is held against them, and read back if that is not the same. Requests
/// that fail for a moment are tried again, a few times and ever later.
final class S3Store implements ObjectStore {
    /// Larger objects are sent in parts of this size.
    static final int PART_BYTES = 8 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(S3Store.class);

    /// What a server calls an object that is not there.
    private static final int NOT_FOUND = 404;

    private final S3Place place;
    private final S3Limits limits;
    private final S3Client client;

    private S3Store(S3Place place, S3Limits limits, S3Client client) {
        this.place = place;
        this.limits = limits;
        this.client = client;
    }

    /// Sends nothing yet.
    ///
    /// @param keys who we are; empty to look into the environment, as Amazon's programs do
    static S3Store open(S3Place place, Optional<S3Keys> keys, S3Limits limits) {
        S3ClientBuilder builder =
                S3Client.builder()
                        .region(Region.of(place.region()))
                        .forcePathStyle(place.pathStyle())
                        .credentialsProvider(credentials(keys))
                        // Checksums are ours: better ones, which all servers understand.
                        .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                        .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                        .serviceConfiguration(
                                S3Configuration.builder().chunkedEncodingEnabled(false).build())
                        .httpClientBuilder(
                                UrlConnectionHttpClient.builder()
                                        .connectionTimeout(limits.connect())
                                        .socketTimeout(limits.attempt()))
                        .overrideConfiguration(it ->
                                it.apiCallTimeout(limits.call())
                                        .apiCallAttemptTimeout(limits.attempt())
                                        .retryStrategy(RetryMode.STANDARD));
        place.endpoint().ifPresent(builder::endpointOverride);
        return new S3Store(place, limits, builder.build());
    }

    private static AwsCredentialsProvider credentials(Optional<S3Keys> keys) {
        return keys.isEmpty()
                ? DefaultCredentialsProvider.builder().build()
                : StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(keys.get().id(), keys.get().secret()));
    }

    @Override
    public void put(String key, byte[] bytes, String hash) throws IOException {
        String path = path(key);
        if (!SegmentId.hash(bytes).equals(hash)) {
            throw new IOException(
                    "%s has not the bytes that its hash says; nothing was stored".formatted(key));
        }
        boolean isConfirmed =
                bytes.length <= PART_BYTES
                        ? asked(key, () -> putWhole(path, bytes, hash))
                        : putParts(key, path, bytes);
        if (!isConfirmed) {
            LOG.info("{} is not sure to have got {}; reading it back", this, key);
            readBack(key, hash);
        }
    }

    /// @return whether the server has confirmed the checksum
    private boolean putWhole(String path, byte[] bytes, String hash) {
        byte[] md5 = Md5.of(bytes);
        String sha256 = Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hash));
        var response =
                client.putObject(
                        it ->
                                it.bucket(place.bucket())
                                        .key(path)
                                        .contentType("video/mp2t")
                                        .contentMD5(Base64.getEncoder().encodeToString(md5))
                                        .checksumSHA256(sha256),
                        RequestBody.fromBytes(bytes));
        return sha256.equals(response.checksumSHA256()) || Md5.isTag(response.eTag(), md5);
    }

    private boolean putParts(String key, String path, byte[] bytes) throws IOException {
        String upload =
                asked(
                        key,
                        () ->
                                client.createMultipartUpload(it ->
                                                it.bucket(place.bucket())
                                                        .key(path)
                                                        .contentType("video/mp2t"))
                                        .uploadId());
        try {
            return asked(key, () -> sendParts(path, upload, bytes));
        } catch (IOException e) {
            abort(path, upload, e);
            throw e;
        }
    }

    private boolean sendParts(String path, String upload, byte[] bytes) {
        long untilNs = System.nanoTime() + limits.call().toNanos();
        var parts = new ArrayList<CompletedPart>();
        var sums = new ArrayList<byte[]>();
        for (int from = 0; from < bytes.length; from += PART_BYTES) {
            byte[] part =
                    Arrays.copyOfRange(bytes, from, Math.min(from + PART_BYTES, bytes.length));
            byte[] md5 = Md5.of(part);
            int number = parts.size() + 1;
            var response =
                    client.uploadPart(
                            it ->
                                    it.bucket(place.bucket())
                                            .key(path)
                                            .uploadId(upload)
                                            .partNumber(number)
                                            .contentMD5(Base64.getEncoder().encodeToString(md5))
                                            .overrideConfiguration(
                                                    all -> all.apiCallTimeout(left(untilNs))),
                            RequestBody.fromBytes(part));
            parts.add(CompletedPart.builder().partNumber(number).eTag(response.eTag()).build());
            sums.add(md5);
        }
        var response =
                client.completeMultipartUpload(it ->
                        it.bucket(place.bucket())
                                .key(path)
                                .uploadId(upload)
                                .multipartUpload(all -> all.parts(parts))
                                .overrideConfiguration(all -> all.apiCallTimeout(left(untilNs))));
        return Md5.isTagOfParts(response.eTag(), sums);
    }

    /// All parts together have the time of one call; what comes too late fails at once.
    private static Duration left(long untilNs) {
        return Duration.ofNanos(Math.max(1_000_000, untilNs - System.nanoTime()));
    }

    /// Parts that nobody puts together would be kept, and paid for.
    private void abort(String path, String upload, IOException cause) {
        try {
            client.abortMultipartUpload(it ->
                    it.bucket(place.bucket())
                            .key(path)
                            .uploadId(upload)
                            .overrideConfiguration(all -> all.apiCallTimeout(limits.connect())));
        } catch (SdkException e) {
            cause.addSuppressed(e);
        }
    }

    private void readBack(String key, String hash) throws IOException {
        if (SegmentId.hash(get(key)).equals(hash)) {
            return;
        }
        delete(key);
        throw new IOException("%s has damaged %s; it was deleted there".formatted(this, key));
    }

    @Override
    public byte[] get(String key) throws IOException {
        String path = path(key);
        return asked(
                key,
                () ->
                        client.getObjectAsBytes(it -> it.bucket(place.bucket()).key(path))
                                .asByteArrayUnsafe());
    }

    @Override
    public void delete(String key) throws IOException {
        String path = path(key);
        try {
            asked(key, () -> client.deleteObject(it -> it.bucket(place.bucket()).key(path)));
        } catch (NoSuchObjectException _) {
            // Some servers say so, and some do not.
        }
    }

    @Override
    public List<StoredObject> list(Optional<String> afterKey, int limit) throws IOException {
        String what = "the list of objects";
        var found = new ArrayList<StoredObject>();
        Optional<String> after = afterKey.map(this::path);
        while (found.size() < limit) {
            String from = after.orElse(place.prefix());
            int rest = limit - found.size();
            var page =
                    asked(
                            what,
                            () ->
                                    client.listObjectsV2(it ->
                                            it.bucket(place.bucket())
                                                    .prefix(place.prefix())
                                                    .startAfter(from)
                                                    .maxKeys(Math.min(rest, 1000))));
            for (var object : page.contents()) {
                String key = object.key().substring(place.prefix().length());
                // What others keep there is theirs.
                if (ObjectKey.isKey(key)) {
                    found.add(new StoredObject(key, object.size(), object.lastModified()));
                }
            }
            if (page.contents().isEmpty() || !Boolean.TRUE.equals(page.isTruncated())) {
                break;
            }
            after = Optional.of(page.contents().getLast().key());
        }
        return found;
    }

    private String path(String key) {
        return place.prefix() + ObjectKey.checked(key);
    }

    /// Asks the server, and says in our words what went wrong.
    private <T> T asked(String what, Supplier<T> question) throws IOException {
        try {
            return question.get();
        } catch (NoSuchKeyException e) {
            throw noSuchObject(what, e);
        } catch (S3Exception e) {
            String code = e.awsErrorDetails() == null ? "" : e.awsErrorDetails().errorCode();
            if (e.statusCode() == NOT_FOUND && !"NoSuchBucket".equals(code)) {
                throw noSuchObject(what, e);
            }
            throw failure(what, e);
        } catch (SdkException e) {
            throw failure(what, e);
        }
    }

    private static NoSuchObjectException noSuchObject(String key, Exception cause) {
        var exception = new NoSuchObjectException(key);
        exception.initCause(cause);
        return exception;
    }

    private IOException failure(String what, SdkException e) {
        String why = String.valueOf(e.getMessage());
        if (why.startsWith("Unable to load credentials")) {
            // Then it goes on for a page.
            why =
                    "there are no keys for it: neither settings, nor AWS_ACCESS_KEY_ID and"
                            + " AWS_SECRET_ACCESS_KEY, nor the other places that Amazon's programs"
                            + " look at";
        }
        return new IOException("%s and %s: %s".formatted(this, what, why), e);
    }

    @Override
    public String describe() {
        return place.toString();
    }

    @Override
    public String toString() {
        return describe();
    }

    @Override
    public void close() {
        client.close();
    }
}
