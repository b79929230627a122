package dev.millrace.machine;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells systemd how the server is, or whoever else has started it and speaks sd_notify(3): that it
/// is ready, and, if that is wanted, again and again that it is alive. Java knows no datagrams to a
/// file, so this calls the C library; a server that was started by nobody of that kind loads none
/// of it. Any thread.
public final class ServiceManager {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceManager.class);

    private static final short AF_UNIX = 1;
    private static final int SOCK_DGRAM = 2;

    /// Of the path in a `sockaddr_un`, with the byte behind its end.
    private static final int PATH_BYTES = 108;

    private final byte[] place;
    private final Optional<Duration> interval;
    private volatile long toldAtNs = System.nanoTime();

    private ServiceManager(byte[] place, Optional<Duration> interval) {
        this.place = place;
        this.interval = interval;
    }

    /// Who has started this process, if it wants to be told.
    ///
    /// @param environment with `NOTIFY_SOCKET` in it, and perhaps `WATCHDOG_USEC`
    /// @param pid of this process
    public static Optional<ServiceManager> of(Map<String, String> environment, long pid) {
        byte[] place =
                environment.getOrDefault("NOTIFY_SOCKET", "").getBytes(StandardCharsets.UTF_8);
        boolean isPlace = place.length > 1 && (place[0] == '/' || place[0] == '@');
        if (!isPlace || place.length >= PATH_BYTES) {
            return Optional.empty();
        }
        boolean isMeant =
                environment.getOrDefault("WATCHDOG_PID", "" + pid).equals(String.valueOf(pid));
        Optional<Duration> interval =
                Optional.ofNullable(environment.get("WATCHDOG_USEC"))
                        .filter(us -> isMeant && us.matches("[1-9]\\d{0,15}"))
                        .map(us -> Duration.ofNanos(1_000 * Long.parseLong(us) / 2));
        return Optional.of(new ServiceManager(place, interval));
    }

    /// It is ready to serve.
    public void ready() {
        tell("READY=1");
    }

    /// It is on its way down, and that may take a moment.
    public void stopping() {
        tell("STOPPING=1");
    }

    /// It is alive: said twice in each interval. Whoever calls this is what must not hang.
    public void tick(long nowNs) {
        if (interval.filter(it -> nowNs - toldAtNs >= it.toNanos()).isPresent()) {
            toldAtNs = nowNs;
            tell("WATCHDOG=1");
        }
    }

    private void tell(String state) {
        try (Arena arena = Arena.ofConfined()) {
            int socket = (int) CLibrary.SOCKET.invokeExact((int) AF_UNIX, SOCK_DGRAM, 0);
            MemorySegment text = arena.allocateFrom(state);
            long sent =
                    (long)
                            CLibrary.SENDTO.invokeExact(
                                    socket,
                                    text,
                                    text.byteSize() - 1,
                                    0,
                                    address(arena),
                                    Short.BYTES + place.length);
            int _ = (int) CLibrary.CLOSE.invokeExact(socket);
            if (sent < 0) {
                LOG.warn(
                        "the service manager cannot be told {}: NOTIFY_SOCKET is not there", state);
            }
        } catch (Throwable e) { // what calls of foreign functions are declared to throw
            LOG.warn("the service manager cannot be told {}", state, e);
        }
    }

    /// A `sockaddr_un`: the family, and the path. A name that is no file begins with 0, not `@`.
    private MemorySegment address(Arena arena) {
        MemorySegment address = arena.allocate(Short.BYTES + PATH_BYTES, Short.BYTES);
        address.set(JAVA_SHORT, 0, AF_UNIX);
        MemorySegment.copy(place, 0, address, JAVA_BYTE, Short.BYTES, place.length);
        if (place[0] == '@') {
            address.set(JAVA_BYTE, Short.BYTES, (byte) 0);
        }
        return address;
    }

    /// What is called of it.
    private static final class CLibrary {
        private static final Linker LINKER = Linker.nativeLinker();
        private static final MemoryLayout SIZE =
                LINKER.canonicalLayouts().getOrDefault("size_t", JAVA_INT);

        static final MethodHandle SOCKET =
                handle("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
        static final MethodHandle CLOSE =
                handle("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

        /// Sizes are `long` here, whatever they are on the machine.
        static final MethodHandle SENDTO =
                MethodHandles.explicitCastArguments(
                        handle(
                                "sendto",
                                FunctionDescriptor.of(
                                        SIZE, JAVA_INT, ADDRESS, SIZE, JAVA_INT, ADDRESS,
                                        JAVA_INT)),
                        MethodType.methodType(
                                long.class,
                                int.class,
                                MemorySegment.class,
                                long.class,
                                int.class,
                                MemorySegment.class,
                                int.class));

        @SuppressWarnings("restricted") // signatures as in the manual pages
        private static MethodHandle handle(String name, FunctionDescriptor of) {
            return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), of);
        }
    }
}
