package dev.millrace.app;

import java.lang.reflect.Proxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The signal SIGHUP, which asks a server to read its configuration again. Java has no other way to
/// it than a class that it calls internal, and that compilers warn of; so it is found by its name.
final class HangUp {
    private static final Logger LOG = LoggerFactory.getLogger(HangUp.class);

    private HangUp() {}

    /// Has something done for each such signal, on a thread of its own.
    @SuppressWarnings("ReferenceEquality") // a proxy is itself
    static void on(Runnable action) {
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
                                                    .name("reload")
                                                    .start(action);
                                            yield null;
                                        }
                                        case "hashCode" -> System.identityHashCode(proxy);
                                        case "equals" -> proxy == arguments[0];
                                        default -> "reload";
                                    });
            signal.getMethod("handle", signal, handler).invoke(null, hup, handled);
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            LOG.warn("SIGHUP does not read the configuration again here: {}", e.toString());
        }
    }
}
