package dev.millrace.config;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.millrace.config.value.HostPort;
import dev.millrace.config.value.PublishPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

class ConfigLoaderTest {
    private static final Path FUZZED = fuzzedFile();

    @TempDir private Path directory;

    @Test
    void nothingAtAllIsAWorkingDefault() throws Exception {
        Config config = new ConfigLoader().load();
        assertThat(config.rtmp().listen()).containsExactly(new HostPort("0.0.0.0", 1935));
        assertThat(config.http().listen()).containsExactly(new HostPort("0.0.0.0", 8080));
        assertThat(config.rtmp().tlsListen()).isEmpty();
        assertThat(config.delivery().latency()).isEqualTo(Duration.ofMillis(100));
        assertThat(config.channel().memoryBytes()).isEqualTo(64 << 20);
        assertThat(config.channel().memoryTotalBytes())
                .isEqualTo(Runtime.getRuntime().maxMemory() / 100 * 50);
    }

    @Test
    void readsEveryLevelAndStyleOfYaml() throws Exception {
        Config config =
                load(
                        """
                        # where people send their streams
                        rtmp:
                          listen: ":1936"
                          chunk_size: 4096
                          publish_policy: takeover
                        http: {listen: '[::1]:80'}
                        hls:
                        delivery.latency: low
                        channel:
                          memory: 2MB
                        """);
        assertThat(config.rtmp().listen()).containsExactly(new HostPort("", 1936));
        assertThat(config.rtmp().chunkSizeBytes()).isEqualTo(4096);
        assertThat(config.rtmp().publishPolicy()).isEqualTo(PublishPolicy.TAKEOVER);
        assertThat(config.http().listen()).containsExactly(new HostPort("::1", 80));
        assertThat(config.delivery().latency()).isZero();
        assertThat(config.channel().memoryBytes()).isEqualTo(2 << 20);
    }

    @Test
    void laterPlacesWin() throws Exception {
        Path file = write("rtmp: {listen: ':1', play_wait: 1s, idle_timeout: 1s}");
        Config config =
                new ConfigLoader()
                        .file(file)
                        .environment(
                                Map.of(
                                        "MILLRACE_RTMP_LISTEN", ":2",
                                        "MILLRACE_RTMP_PLAY_WAIT", "2s",
                                        "MILLRACE_JAVA_OPTS", "-Xmx1g",
                                        "MILLSTONE", "1",
                                        "PATH", "/bin"))
                        .assignment("rtmp.listen=:3", "--set")
                        .set("rtmp.listen", ":4", "--rtmp")
                        .load();
        assertThat(config.rtmp().listen().getFirst().port()).isEqualTo(4);
        assertThat(config.rtmp().playWait()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.rtmp().idleTimeout()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void readsALineOfRelays() throws Exception {
        Config config =
                load(
                        """
                        relays:
                          - name: door
                            source: rtmp://10.0.0.7/live/door
                          - name: yard/cam
                            source: http://10.0.0.8/yard.m3u8
                            start: always
                            idle_timeout: 0s
                            retry: {initial: 2s, max: 1m, attempts: 10, jitter: 0%}
                        """);
        assertThat(config.relays().stream().map(relay -> relay.name().toString()))
                .containsExactly("live/door", "yard/cam");
        RelayConfig door = config.relays().getFirst();
        assertThat(door.start()).isEqualTo(RelayConfig.Start.ON_DEMAND);
        assertThat(door.retry().attempts()).isZero();
        RelayConfig yard = config.relays().getLast();
        assertThat(yard.start()).isEqualTo(RelayConfig.Start.ALWAYS);
        assertThat(yard.retry().initial()).isEqualTo(Duration.ofSeconds(2));
        assertThat(yard.retry().attempts()).isEqualTo(10);
    }

    static final List<Arguments> MISTAKES =
            List.of(
                    arguments(
                            "http:\n  lisen: :80",
                            ":2: unknown key http.lisen; did you mean http.listen?"),
                    arguments(
                            "rtpm:\n  chunk_size: 1",
                            ":2: unknown key rtpm.chunk_size; did you mean rtmp.chunk_size?"),
                    arguments(
                            "rtmp:\n  segments: 3",
                            ":2: unknown key rtmp.segments; did you mean hls.segments?"),
                    arguments(
                            "rtmp: {grace: 3s}",
                            ":1: unknown key rtmp.grace; did you mean channel.grace?"),
                    arguments(
                            "weather: fine",
                            ":1: unknown key weather; docs/configuration.md lists what there is"),
                    arguments(
                            "rtmp: 1935",
                            ":1: rtmp is a section; its settings go below it, indented"),
                    arguments(
                            "\n\nrtmp:\n  chunk_size: big",
                            ":4: rtmp.chunk_size: \"big\" is not a whole number from 128 to"
                                    + " 16777215"),
                    arguments(
                            "rtmp: {chunk_size: 127}",
                            ":1: rtmp.chunk_size: \"127\" is not a whole number from 128 to"
                                    + " 16777215"),
                    arguments(
                            "rtmp: {play_wait: 10}",
                            ":1: rtmp.play_wait: \"10\" is not a duration from 0s to 10m, such as"
                                    + " `500ms`, `10s` or `2m`"),
                    arguments(
                            "channel: {memory: 1KB}",
                            ":1: channel.memory: \"1KB\" is not a size from 1MB to 16GB, such as"
                                    + " `512KB` or `64MB`"),
                    arguments(
                            "rtmp: {listen: '::1:80'}",
                            ":1: rtmp.listen: \"::1:80\" is not HOST:PORT, such as `0.0.0.0:1935`,"
                                    + " `:1935` or `[::1]:1935`, or several with blanks between"
                                    + " them, or a list"),
                    arguments(
                            "http: {listen: [':80', ':80']}",
                            ":1: http.listen: \"':80' ':80'\" is not HOST:PORT, such as"
                                    + " `0.0.0.0:1935`, `:1935` or `[::1]:1935`, or several with"
                                    + " blanks between them, or a list"),
                    arguments(
                            "hls: {enabled: yes}", ":1: hls.enabled: \"yes\" is not true or false"),
                    arguments(
                            "rtmp: {publish_policy: steal}",
                            ":1: rtmp.publish_policy: \"steal\" is not one of `reject`,"
                                    + " `takeover`"),
                    arguments(
                            "rtmp:\n  banner: [1, [2], {a: 3}]\n  chunk_size: 128",
                            ":2: rtmp.banner is a list; it must be one value"),
                    arguments(
                            "rtmp:\n  listen:",
                            ":2: rtmp.listen has no value; remove the line to keep the default"),
                    arguments(
                            "rtmp:\n  play_wait: 1s\nrtmp.play_wait: 2s",
                            ":3: rtmp.play_wait is already set at FILE:2"),
                    arguments("- rtmp", ":1: it must begin with a key, such as \"rtmp:\""),
                    arguments(
                            "hls:\n---\nb: 1",
                            ":3: it has a second document; one file is one document"),
                    arguments(
                            "rtmp:\n  tls_listen: :1936",
                            ":2: rtmp.tls_listen: it needs tls.certificate and tls.key"),
                    arguments(
                            "tls: {certificate: /no/such.pem}",
                            ":1: tls.certificate: \"/no/such.pem\" is not `none` or the path of a"
                                    + " file that can be read"),
                    arguments("relays:\n  - name: cam", ":2: relays[0].source: it must be set"),
                    arguments(
                            "relays:\n  - {name: a, source: rtmp://b}\n"
                                    + "  - {name: c, source: rtmp://b, sta: always}",
                            ":3: unknown key relays[1].sta; did you mean relays[1].start?"),
                    arguments(
                            "relays:\n  - {name: a, source: rtmp://b}\n  - source: rtmp://c\n"
                                    + "    name: live/a",
                            ":4: relays[1].name: there is another relay live/a"),
                    arguments(
                            "relays:\n  - name: ../etc\n    source: rtmp://b",
                            ":2: relays[0].name: \"../etc\" is not `stream` or `app/stream`:"
                                    + " letters, digits and `-_.~@:+=,!`, at most 200 characters"),
                    arguments(
                            "relays:\n  - name: a\n    source: rtmp://b\n"
                                    + "    retry: {initial: 2s, max: 1s}",
                            ":4: relays[0].retry.max: it must not be less than"
                                    + " relays[0].retry.initial"),
                    arguments(
                            "relays:\n  - name: a\n    source: -http://u:secret@b",
                            ":3: relays[0].source: \"-http://***@b\" is not a URL, a path, or what else"
                                    + " FFmpeg opens, in one line"),
                    arguments(
                            "relays:\n  - {name: a, source: srt://b, env: {A B: c}}",
                            ":2: relays[0].env: \"'A B=c'\" is not `none`, or `NAME=value` with"
                                    + " blanks between them; or names and values below it"),
                    arguments(
                            "relays:\n  - {name: a, source: srt://b, input_args: [-f, {x: y}]}",
                            ":2: relays[0].input_args must be a list of words"),
                    arguments("relays: [cam]", ":1: relays[0] must have keys, such as \"name:\""),
                    arguments(
                            "relays: cam",
                            ":1: relays is a section; its settings go below it, indented"),
                    arguments(
                            "rtmp:\n  listen: [::]:1935",
                            ":2: not YAML: while parsing a flow node, expected the node content,"
                                    + " but found ':'; a value with one of : [ ] { } * & @ # in it"
                                    + " needs quotes"));

    @Test
    void argumentsAreALineOrAList() throws Exception {
        Path file =
                write(
                        """
                        relays:
                          - name: a
                            source: srt://a
                            input_args: -f lavfi 'a b'
                            output_args: [-c:v, libx264, "a b"]
                            env: {A: 1, B: two words}
                        """);
        RelayConfig relay = new ConfigLoader().file(file).load().relays().getFirst();
        assertThat(relay.inputArgs()).containsExactly("-f", "lavfi", "a b");
        assertThat(relay.outputArgs()).containsExactly("-c:v", "libx264", "a b");
        assertThat(relay.env()).isEqualTo(Map.of("A", "1", "B", "two words"));
    }

    @ParameterizedTest
    @FieldSource("MISTAKES")
    void aMistakeIsNamedWithItsPlaceAndWhatWouldBeRight(String yaml, String problem)
            throws IOException {
        Path file = write(yaml);
        assertThat(problems(new ConfigLoader().file(file)))
                .containsExactly(file + problem.replace("FILE", file.toString()));
    }

    @Test
    void everyMistakeIsNamedAtOnce() throws IOException {
        var loader =
                new ConfigLoader()
                        .file(write("rtmp: {listen: 5}\nhtp: {listen: ':80'}"))
                        .environment(
                                Map.of("MILLRACE_HTTP_LISEN", ":80", "MILLRACE_HLS_SEGMENT", "0"))
                        .assignment("hls.segments", "--set")
                        .assignment("hls.segments=2", "--set")
                        .set("http.listen", "here", "--http");
        assertThat(problems(loader))
                .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line).endsWith("did you mean http.listen?"),
                        line -> assertThat(line).contains(":1: rtmp.listen: \"5\" is not HOST"),
                        line ->
                                assertThat(line)
                                        .isEqualTo(
                                                "environment: unknown variable MILLRACE_HTTP_LISEN;"
                                                        + " did you mean MILLRACE_HTTP_LISTEN?"),
                        line -> assertThat(line).startsWith("MILLRACE_HLS_SEGMENT: hls.segment: "),
                        line ->
                                assertThat(line)
                                        .isEqualTo("--set: \"hls.segments\" is not KEY=VALUE"),
                        line -> assertThat(line).startsWith("--set: hls.segments: \"2\" is not"),
                        line -> assertThat(line).startsWith("--http: http.listen: \"here\" is"));
    }

    @Test
    void aProblemIsOneLineHoweverLongTheValue() throws IOException {
        Path file = write("log:\n  level: |\n    one\n    two\n    " + "x".repeat(500));
        assertThat(problems(new ConfigLoader().file(file)))
                .singleElement()
                .satisfies(line -> assertThat(line).contains("one two").hasSizeLessThan(250));
    }

    @Test
    void aFileThatCannotBeReadIsAProblem() throws IOException {
        Path latin = Files.write(directory.resolve("latin.yaml"), "# ä".getBytes(ISO_8859_1));
        assertThat(problems(new ConfigLoader().file(latin)))
                .containsExactly(latin + ": it is not UTF-8 text");
        Path missing = directory.resolve("missing.yaml");
        assertThat(problems(new ConfigLoader().file(missing)))
                .containsExactly(missing + ": no such file");
    }

    @Test
    void aCertificateNeedsItsKey() throws Exception {
        Path pem = Files.createFile(directory.resolve("a.pem"));
        var loader = new ConfigLoader().set("tls.certificate", pem.toString(), "--set");
        assertThat(problems(loader))
                .containsExactly("--set: tls.certificate: it needs tls.key as well");
        Config config =
                new ConfigLoader()
                        .set("tls.certificate", pem.toString(), "--set")
                        .set("tls.key", pem.toString(), "--set")
                        .set("http.tls_listen", ":8443", "--set")
                        .load();
        assertThat(config.tls().certificate()).isEqualTo(Optional.of(pem));
        assertThat(config.http().tlsListen()).contains(new HostPort("", 8443));
    }

    /// F6: any file is a configuration, or a list of problems.
    @FuzzTest(maxDuration = "5s")
    void aFileIsReadOrItsProblemsAreNamed(byte[] bytes) throws IOException {
        Path file = Files.write(FUZZED, bytes);
        try {
            new ConfigLoader().file(file).load();
        } catch (ConfigException e) {
            assertThat(e.problems()).isNotEmpty().allMatch(line -> line.contains(": "));
        }
    }

    private Config load(String yaml) throws IOException, ConfigException {
        return new ConfigLoader().file(write(yaml)).load();
    }

    private Path write(String yaml) throws IOException {
        return Files.writeString(directory.resolve("millrace.yaml"), yaml);
    }

    /// One for all inputs: a folder for each would be most of the work.
    private static Path fuzzedFile() {
        try {
            Path file = Files.createTempFile("fuzzed", ".yaml");
            file.toFile().deleteOnExit();
            return file;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static List<String> problems(ConfigLoader loader) {
        return assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(loader::load)
                .actual()
                .problems();
    }
}
