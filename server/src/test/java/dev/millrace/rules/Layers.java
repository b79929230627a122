package dev.millrace.rules;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Holds one class file against the table of who may see whom.
final class Layers {
    private static final String OURS = "dev.millrace.";

    private static final String RTMP = "rtmp rtmp.chunk rtmp.handshake rtmp.message";
    private static final String MP4 = "mp4 mp4.box mp4.entry mp4.write";
    private static final String RTSP = "rtsp rtsp.message rtsp.sdp rtsp.rtp rtsp.payload";
    private static final String FORMATS =
            "bytes media codec codec.picture amf flv ts hls testcard MP4 RTMP RTSP"
                    .replace("MP4", MP4)
                    .replace("RTMP", RTMP)
                    .replace("RTSP", RTSP);
    private static final String LOADS =
            "bench.measure bench.publish bench.play bench.hls bench.camera bench.soak bench.floor";
    private static final String BUS = "FORMATS timeline delivery channel NET observe hook entry";
    private static final String NET = "net net.http json";
    private static final String GATEWAYS =
            "gateway gateway.http gateway.rtmp gateway.flv gateway.ts gateway.hls gateway.snapshot";

    /// Package, what it touches of the world, and which of our packages it may import.
    ///
    /// - `!` is pure: no sockets, files, threads, clocks, loggers, or libraries
    /// - `~` is quiet: no sockets, files, loggers, or libraries
    /// - `.` is free
    ///
    /// An arrow more is a decision: say why in docs/architecture.md.
    private static final String TABLE =
            """
            bytes          !
            media          ! bytes
            codec.picture  ! bytes
            codec          ! bytes media codec.picture
            amf            ! bytes
            flv            ! bytes media codec amf
            rtmp.chunk     ! bytes
            rtmp.handshake ! bytes
            rtmp.message   ! bytes amf rtmp.chunk
            rtmp           ! bytes media codec amf flv RTMP
            rtsp.message   ! bytes
            rtsp.sdp       ! bytes
            rtsp.rtp       ! bytes media
            rtsp.payload   ! bytes media codec rtsp.sdp rtsp.rtp
            rtsp           ! bytes media codec RTSP
            ts             ! bytes media codec
            hls            ! bytes media
            mp4.box        ! bytes
            mp4.entry      ! bytes media codec mp4.box
            mp4            ! bytes media codec mp4.box mp4.entry
            mp4.write      ! bytes media codec
            testcard       ! bytes media codec
            client         . FORMATS
            client.rtsp    . FORMATS client
            client.source  . FORMATS client client.rtsp
            client.probe   . FORMATS client client.source
            client.bandwidth . client
            bench.measure  .
            bench.net      . bytes
            bench.publish  . FORMATS bench.measure bench.net
            bench.play     . FORMATS bench.measure bench.net
            bench.hls      . FORMATS bench.measure bench.net
            bench.camera   . bytes bench.measure bench.net
            bench.micro    . FORMATS
            bench.floor    . bytes media flv testcard
            bench.soak     . bytes rtmp bench.measure bench.net bench.publish bench.play bench.hls
            bench          . FORMATS LOADS
            delivery       ~
            timeline       ~ bytes media
            channel        ~ bytes media timeline delivery
            json           .
            segment        ! bytes media hls
            uplink         ~ segment json
            control        ! segment
            control.catalogue . segment control
            control.objects   . segment machine
            control.upkeep    . segment CONTROL
            net            . bytes
            net.http       . bytes net json
            config.file    .
            config.value   . bytes media
            config.key     . bytes media config.file config.value
            config.cluster . config.key
            config.rtsp    . config.key config.value
            config.tool    . config.key config.value
            config.transcode . config.file config.key config.value
            config         . bytes media config.file config.value config.key SECTIONS
            config.change  . config config.file config.key
            config.convert . config.file config.value
            observe        . bytes media timeline channel
            machine.proc   !
            machine        . machine.proc
            access         . net net.http
            bandwidth      . NET access
            relay.ffmpeg   . FORMATS client
            relay          . FORMATS client client.source channel net observe machine relay.ffmpeg
            demo           . bytes media codec testcard channel observe
            hook           . bytes media net json
            entry          . bytes media net hook
            limit          . media codec channel net
            cluster        . FORMATS client client.source channel net observe entry relay
            transcode      . FORMATS client channel net relay relay.ffmpeg
            gateway        . FORMATS delivery channel NET observe entry
            gateway.http   . BUS gateway
            gateway.rtmp   . BUS gateway
            gateway.rtsp   . BUS gateway
            gateway.flv    . BUS gateway gateway.http
            gateway.ts     . BUS gateway gateway.http
            gateway.hls    . BUS gateway gateway.http gateway.ts
            gateway.snapshot . BUS gateway gateway.http
            gateway.meeting . BUS gateway gateway.http
            dvr            . FORMATS channel net
            gateway.vod    . BUS gateway gateway.http dvr
            control.replay    . bytes media codec hls ts mp4.write segment CONTROL
            control.node      . hls net observe segment uplink CONTROL control.replay control.upkeep
            control.link      . NET access segment uplink CONTROL control.node
            api            . BUS GATEWAYS RELAY machine access dvr cluster
            api.livemix    . BUS access segment CONTROL control.node control.replay api
            api.control    . BUS access uplink CONTROL control.node api gateway.snapshot
            api.vtx        . BUS RELAY access api
            api.srs        . BUS codec gateway gateway.hls MACHINE relay access api
            edge.store     . segment machine
            edge.cache     . segment edge.store
            edge.spool     . segment edge.store
            edge.source    . segment uplink json machine edge.store edge.cache edge.spool
            edge.intake    . BUS segment gateway.hls edge.store edge.source
            edge.link      . segment uplink json net observe EDGE_FLOOR
            edge.http      . BUS segment uplink access api EDGE_FLOOR edge.intake edge.link
            edge           . BUS segment machine access EDGE_FLOOR edge.intake edge.link edge.http
            app.log        . config observe api.srs
            app.setup      . BUS CONFIG cluster dvr entry gateway.hls hook
            app.door       . NET config config.value config.rtsp
            app            . OWN BUS GATEWAYS VOD CLIENT API CONFIG RELAY machine access ROOMS
            """
                    .replace(
                            "OWN",
                            "app.log app.door app.setup bandwidth demo limit config.file READ")
                    .replace("READ", "config.change config.convert config.transcode")
                    .replace(
                            " CONFIG ",
                            " config config.cluster config.key config.rtsp config.tool"
                                    + " config.value ")
                    .replace(" VOD ", " gateway.vod gateway.rtsp gateway.meeting dvr ")
                    .replace(" API ", " api api.vtx api.srs ")
                    .replace("ROOMS", "STORE NODE EDGE cluster transcode")
                    .replace("EDGE_FLOOR", "edge.store edge.cache edge.spool edge.source")
                    .replace("EDGE", "edge edge.cache edge.http edge.intake edge.link uplink")
                    .replace("MACHINE", "machine machine.proc")
                    .replace("BUS", BUS)
                    .replace("FORMATS", FORMATS)
                    .replace("RTMP", RTMP)
                    .replace("RTSP", RTSP)
                    .replace("SECTIONS", "config.cluster config.rtsp config.tool config.transcode")
                    .replace("NET", NET)
                    .replace("LOADS", LOADS)
                    .replace("RELAY", "relay relay.ffmpeg")
                    .replace(
                            "CLIENT",
                            "client client.rtsp client.source client.probe client.bandwidth")
                    .replace("GATEWAYS", GATEWAYS)
                    .replace("STORE", "control.catalogue control.objects control.upkeep")
                    .replace("CONTROL", "control control.catalogue control.objects")
                    .replace("NODE", "control.node control.link api.livemix api.control");

    private record Row(String world, Set<String> imports) {}

    private static final Map<String, Row> ROWS =
            TABLE.lines()
                    .map(line -> line.split(" +"))
                    .collect(
                            Collectors.toMap(
                                    words -> words[0],
                                    words ->
                                            new Row(
                                                    words[1],
                                                    Arrays.stream(words)
                                                            .skip(2)
                                                            .collect(Collectors.toSet()))));

    /// What touches the world, and what to do instead. A name stands for all that begin with it.
    private static final Map<String, String> WORLD =
            Map.ofEntries(
                    Map.entry("java.net.", "its caller has the socket"),
                    Map.entry("java.nio.channels.", "its caller has the socket"),
                    Map.entry("java.nio.file.", "its caller has the file"),
                    Map.entry("java.io.File", "its caller has the file"),
                    Map.entry("java.io.RandomAccessFile", "its caller has the file"),
                    Map.entry("java.lang.Process", "its caller has the process"),
                    Map.entry("java.util.logging.", "its caller has the log"),
                    Map.entry("java.lang.System$Logger", "its caller has the log"),
                    Map.entry("java.lang.System.getLogger", "its caller has the log"),
                    Map.entry("java.lang.System.out", "its caller has the log"),
                    Map.entry("java.lang.System.err", "its caller has the log"));

    /// What must not be in pure packages besides.
    private static final Map<String, String> THREADS_AND_CLOCKS =
            Map.ofEntries(
                    Map.entry("java.util.concurrent.", "it belongs to one thread"),
                    Map.entry("java.util.Timer", "it belongs to one thread"),
                    Map.entry("java.lang.Thread", "it belongs to one thread"),
                    Map.entry("java.lang.Runtime", "settings are arguments"),
                    Map.entry("java.lang.System.getenv", "settings are arguments"),
                    Map.entry("java.lang.System.getProperty", "settings are arguments"),
                    Map.entry("java.lang.System.nanoTime", "time is an argument"),
                    Map.entry("java.lang.System.currentTimeMillis", "time is an argument"),
                    Map.entry("java.time.Clock", "time is an argument"),
                    Map.entry("java.time.Instant.now", "time is an argument"),
                    Map.entry("java.time.LocalDateTime.now", "time is an argument"),
                    Map.entry("java.time.OffsetDateTime.now", "time is an argument"),
                    Map.entry("java.time.ZonedDateTime.now", "time is an argument"),
                    Map.entry("java.lang.Math.random", "randomness is an argument"),
                    Map.entry("java.util.UUID.randomUUID", "randomness is an argument"),
                    Map.entry("java.security.SecureRandom", "randomness is an argument"));

    private static final Pattern TYPE_IN_DESCRIPTOR = Pattern.compile("L([\\w$]+/[\\w/$]+)[;<]");

    private final String owner;

    private final Row row;

    private Layers(String owner, Row row) {
        this.owner = owner;
        this.row = row;
    }

    /// What a class uses that it must not, each with what is right: `java.lang.System.nanoTime`
    /// against "flv must not use it; time is an argument".
    static Map<String, String> violations(byte[] classFile) {
        ClassModel model = ClassFile.of().parse(classFile);
        String type = dotted(model.thisClass().asInternalName());
        String owner = type.substring(OURS.length(), type.lastIndexOf('.'));
        Row row = ROWS.get(owner);
        if (row == null) {
            return Map.of("package", "%s is not in the table of Layers.java".formatted(owner));
        }
        var layers = new Layers(owner, row);
        return uses(model).stream()
                .flatMap(use -> layers.fault(use).map(fault -> Map.entry(use, fault)).stream())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private Optional<String> fault(String use) {
        if (use.startsWith(OURS)) {
            return importFault(packageOf(use));
        }
        if (row.world().equals(".")) {
            return Optional.empty();
        }
        boolean jdk = use.startsWith("java.") || use.startsWith("javax.crypto.");
        if (!jdk && !use.startsWith("org.jspecify.")) {
            return Optional.of("%s must not use it: it has no libraries".formatted(owner));
        }
        return advice(WORLD, use)
                .or(() ->
                        row.world().equals("!")
                                ? advice(THREADS_AND_CLOCKS, use)
                                : Optional.empty())
                .map(advice -> "%s must not use it: %s".formatted(owner, advice));
    }

    private Optional<String> importFault(String imported) {
        if (imported.equals(owner)
                || imported.equals(owner + ".package-info")
                || row.imports().contains(imported)) {
            return Optional.empty();
        }
        String allowed =
                row.imports().isEmpty()
                        ? "nothing of ours"
                        : String.join(", ", new TreeSet<>(row.imports()));
        return Optional.of("%s may import %s".formatted(owner, allowed));
    }

    private static Optional<String> advice(Map<String, String> table, String use) {
        return table.entrySet().stream()
                .filter(entry -> use.startsWith(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /// Every type and member that a class file names, dotted.
    private static Set<String> uses(ClassModel model) {
        var uses = new TreeSet<String>();
        for (PoolEntry entry : model.constantPool()) {
            names(entry).map(Layers::dotted).forEach(uses::add);
        }
        return uses;
    }

    private static Stream<String> names(PoolEntry entry) {
        return switch (entry) {
            case ClassEntry type when !type.asInternalName().startsWith("[") ->
                    Stream.of(type.asInternalName());
            case MemberRefEntry member when !member.owner().asInternalName().startsWith("[") ->
                    Stream.of(member.owner().asInternalName() + "." + member.name());
            // Descriptors and generic signatures are plain text in a class file.
            case Utf8Entry text ->
                    TYPE_IN_DESCRIPTOR
                            .matcher(text.stringValue())
                            .results()
                            .map(found -> found.group(1));
            default -> Stream.empty();
        };
    }

    private static String dotted(String internalName) {
        return internalName.replace('/', '.');
    }

    /// The package of a type or member of ours, without what all our packages begin with.
    private static String packageOf(String name) {
        List<String> parts = List.of(name.substring(OURS.length()).split("\\."));
        return parts.stream()
                .takeWhile(part -> Character.isLowerCase(part.charAt(0)))
                .collect(Collectors.joining("."));
    }
}
