package dev.millrace.app;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The signal SIGHUP, which asks a server to read its configuration again. Java has no other way to
/// it than a class that it calls internal, and that compilers warn of; so it is found by its name.
///
/// It also comes when the terminal is closed in which a server was started, which then has none:
/// that one is to end, as every program does.
final class HangUp {
    private static final Logger LOG = LoggerFactory.getLogger(HangUp.class);
    private static final Path TERMINAL = Path.of("/dev/tty");

    private HangUp() {}

    /// Has something done for each such signal, on a thread of its own.
    ///
    /// @param reload what a server does that has its terminal still, or never had one
    /// @param end what another does
    static void on(Runnable reload, Runnable end) {
        boolean hadTerminal = hasTerminal();
        onSignal(() -> (hadTerminal && !hasTerminal() ? end : reload).run());
    }

    private static boolean hasTerminal() {
        try (var terminal = Files.newByteChannel(TERMINAL)) {
            return terminal.isOpen();
        } catch (IOException e) {
            return false;
        }
    }

    @SuppressWarnings("ReferenceEquality") // a proxy is itself
    private static void onSignal(Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object hup = signal.getConstructor(String.class).newInstance("HUP");
            Object handled =
                    Proxy.newProxyInstance(
                            HangUp.class.getClassLoader(),
                            new Class<?>[] {handler},
                            (proxy, method, arguments) ->
                                    switch (method.getName()) {
                                        case "handle" -> {
                                            Thread.ofPlatform()
                                                    .daemon()
                                                    .name("hang up")
                                                    .start(action);
                                            yield null;
                                        }
                                        case "hashCode" -> System.identityHashCode(proxy);
                                        case "equals" -> proxy == arguments[0];
                                        default -> "hang up";
                                    });
            signal.getMethod("handle", signal, handler).invoke(null, hup, handled);
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            LOG.warn("SIGHUP does not read the configuration again here: {}", e.toString());
        }
    }
}
