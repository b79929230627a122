package dev.millrace.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/// A real server that speaks S3, S3Proxy, and keeps everything in its memory. It is started by
/// whoever asks first, as a process of its own, and ends with the tests.
public final class S3Server {
    public static final String KEY = "test-key";
    public static final String SECRET = "test-secret";

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final AtomicInteger BUCKETS = new AtomicInteger();

    private static @Nullable S3Server running;

    private final int port;

    private S3Server(int port) {
        this.port = port;
    }

    public static synchronized S3Server get() {
        if (running == null) {
            running = start();
        }
        return running;
    }

    public int port() {
        return port;
    }

    /// Makes a bucket of a test's own.
    public String freshBucket() {
        String bucket = "bucket" + BUCKETS.incrementAndGet();
        var keys = AwsBasicCredentials.create(KEY, SECRET);
        try (var client =
                S3Client.builder()
                        .region(Region.US_EAST_1)
                        .forcePathStyle(true)
                        .endpointOverride(URI.create("http://127.0.0.1:" + port))
                        .credentialsProvider(StaticCredentialsProvider.create(keys))
                        .httpClient(UrlConnectionHttpClient.create())
                        .build()) {
            client.createBucket(it -> it.bucket(bucket));
        }
        return bucket;
    }

    private static S3Server start() {
        try {
            Path jar =
                    Checkout.root()
                            .resolve("server/target/s3proxy/s3proxy-jar-with-dependencies.jar");
            int port = FreePort.find();
            Path settings = Files.createTempFile("s3proxy", ".conf");
            settings.toFile().deleteOnExit();
            Files.writeString(
                    settings,
                    """
                    s3proxy.endpoint=http://127.0.0.1:%d
                    s3proxy.authorization=aws-v2-or-v4
                    s3proxy.identity=%s
                    s3proxy.credential=%s
                    s3proxy.ignore-unknown-headers=true
                    jclouds.provider=transient
                    jclouds.identity=local
                    jclouds.credential=local
                    """
                            .formatted(port, KEY, SECRET));
            String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
            Program server =
                    Program.start(
                            Map.of(),
                            List.of(
                                    java,
                                    "-Xmx512m",
                                    "-jar",
                                    jar.toString(),
                                    "--properties",
                                    settings.toString()));
            Runtime.getRuntime().addShutdownHook(new Thread(server::kill));
            Waiting.until("S3Proxy accepts", PATIENCE, () -> accepts(server, port));
            return new S3Server(port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean accepts(Program server, int port) {
        if (!server.isAlive()) {
            throw new AssertionError("S3Proxy ended: " + server.output());
        }
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            return true;
        } catch (IOException _) {
            return false;
        }
    }
}
